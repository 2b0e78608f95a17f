/**
 * Addresses of workers' scripts where the Content-Security-Policy has `require-trusted-types-for 'script'`: `new Worker` takes no
 * plain text there.
 *
 * A policy of our own marks the addresses, which are the package's or what `init` was given; a page that lists its policies
 * (`trusted-types`) allows it by its name, or has a default policy.
 */

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const NAME = "fashion-wasm";

/** What to do where a worker's address is refused. */
export const TRUSTED_ADVICE = `allow trusted-types ${NAME} in the Content-Security-Policy`;

let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

/** `address` as `new Worker` takes it; as it is where there are no Trusted Types, or the page does not allow the policy. */
export function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return address;
  try {
    policy ??= trustedTypes.createPolicy(NAME, { createScriptURL: (url) => url });
  } catch {
    return address;
  }
  return policy.createScriptURL(address);
}
