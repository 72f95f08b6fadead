import type { AuthChoice } from '../../model/case.ts'
import type { HttpRequest } from '../../model/exchange.ts'
import type { Endpoint } from '../../model/target.ts'

/** A request as it is sent to an endpoint: with what it wants on every request, and credentials. */
export async function outgoing(
  { authorize, addExtras }: Pick<Endpoint, 'authorize' | 'addExtras'>,
  request: HttpRequest,
  { region, choice }: { readonly region: string; readonly choice: AuthChoice },
): Promise<HttpRequest> {
  const whole = addExtras === undefined ? request : addExtras(request, choice)
  return { ...whole, headers: await authorize({ ...whole, region, choice }) }
}
