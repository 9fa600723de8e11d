export type { FramedRecord } from './frame/framed-record';
export { TextFramer } from './frame/text-framer';
export { readStructured, readText } from './read-text';
export type { FormatName, ReadOptions, ReadText } from './record/read-text-result';
export { ecsOf } from './meaning/ecs-of';
export { ocsfClassOf } from './meaning/ocsf-class-of';
