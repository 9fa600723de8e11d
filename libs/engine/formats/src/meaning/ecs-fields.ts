export type EcsValue = string | number | readonly string[];

/** Flat dotted names of the Elastic Common Schema → values. */
export type EcsFields = Record<string, EcsValue>;
