/** What a person can do about each kind of transport failure; one sentence each. */
import type { TransportFailureKind } from '../../model/exchange.ts'

const amazonHost = /\.(amazonaws\.com(\.cn)?|api\.aws|amazonaws\.eu)(:\d+)?$/

/** The remedy for a failure of `kind` at `host` (`name:port`). */
export function remedyFor(kind: TransportFailureKind, host: string): string {
  return (amazonHost.test(host) ? amazon[kind] : undefined) ?? remedies[kind]
}

const remedies: Readonly<Record<TransportFailureKind, string>> = {
  refused:
    'Start the server (Llama Stack: `llama stack run your-config.yaml`), or check --endpoint and LLAMA_STACK_BASE_URL.',
  dns: 'Check the host name of the endpoint, and that DNS works here.',
  unreachable:
    'Check the address in --endpoint, and that the network, VPN or firewall lets it through.',
  tls: 'Check that the endpoint is really served over https, and name its certificate authority in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE.',
  proxy: 'Check HTTP_PROXY and HTTPS_PROXY, or add the host to NO_PROXY.',
  reset:
    "Look into the server's log for a crash or a restart, and at proxies between that cut connections.",
  'connect-timeout':
    'Check the address in --endpoint, and that no firewall silently drops the connection.',
  'first-byte-timeout':
    'Check that the server is not stuck, or raise --timeout if the model is known to need longer.',
  'idle-timeout':
    "Look into the server's log for a stalled stream, or raise --timeout if the model is known to pause.",
  'total-timeout':
    'Look for what holds the answer back in the server or in a proxy before it, or raise --timeout if the model is known to be slow: an answer may take four times as long.',
  'too-large': 'Check that the endpoint is the API meant: no reply asked for here is that large.',
  'malformed-http':
    'Check the scheme and port in --endpoint: what answers there does not speak HTTP/1.1 correctly.',
  'bad-content-encoding':
    'Look for a proxy that compresses, or sets content-encoding, though the body is encoded otherwise.',
  aborted: 'No action: the run was interrupted. Run it again to send this request.',
}

/** Where the usual advice would mislead: users do not start AWS's servers. */
const amazon: Readonly<Partial<Record<TransportFailureKind, string>>> = {
  refused: 'Check the firewall and HTTPS_PROXY: the AWS host exists but this network refuses it.',
  dns: 'Check --region (not every Region has this host), and DNS or HTTPS_PROXY if the Region is right.',
  tls: 'If a proxy inspects TLS here, name its certificate authority in NODE_EXTRA_CA_CERTS, SSL_CERT_FILE or AWS_CA_BUNDLE.',
  'connect-timeout':
    'Check --region, and that a firewall, VPC endpoint policy or missing HTTPS_PROXY does not block AWS.',
  reset: 'Try again, and look at proxies and firewalls between here and AWS that cut connections.',
}
