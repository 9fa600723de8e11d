export type { HuntBatch, HuntFault, HuntQuery } from './hunt';
export { Lake } from './lake';
export type { LakeOptions } from './lake';
export type { LakeFile, LakeRow, SearchedColumn } from './lake-row';
export type { Narrowing } from './narrowing';
