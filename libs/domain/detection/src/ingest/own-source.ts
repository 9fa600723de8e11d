/** Under which name the product's own events stand among a tenant's sources: nobody else may post under it, nor mute it. */
export const OWN_SOURCE = 'vedette';
