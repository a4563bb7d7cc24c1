/** What Node says where a server's certificate is not accepted. It will not be accepted another time either: a person must mend that. */
const CODES = /^(?:ERR_TLS_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_.*|HOSTNAME_MISMATCH|INVALID_CA)$/;

export function isCertificateFault(code: string): boolean {
  return CODES.test(code);
}
