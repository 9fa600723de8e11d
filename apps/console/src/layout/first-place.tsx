import { Navigate } from 'react-router';
import { useViewer } from '../api/viewer';
import { firstPath } from './places';

/** What `/` is for whoever is signed in. */
export function FirstPlace() {
  return <Navigate to={firstPath(useViewer().data?.permissions ?? [])} replace />;
}
