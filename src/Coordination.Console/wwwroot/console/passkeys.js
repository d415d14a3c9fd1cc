// Passkeys: what only the browser can ask of a device. It answers { credential } or { error }, and never throws.
(() => {
  'use strict';
  const ask = async how => {
    if (typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON !== 'function') return { error: 'TooOld' };
    try { return { credential: JSON.stringify((await how()).toJSON()) }; }
    catch (failure) { return { error: failure?.name ?? 'Unknown' }; }
  };
  window.coordinationPasskeys = {
    make: options => ask(() => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options)) })),
    show: options => ask(() => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options)) })),
  };
})();
