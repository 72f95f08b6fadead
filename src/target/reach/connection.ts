/** How a target is connected to, from its flags. */
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { ConnectionOptions } from '../../model/exchange.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { TargetFlags } from '../flags.ts'

/** Longest path of a Unix domain socket on any system that has them, in bytes (sys/un.h). */
const longestSocketPath = 103

/** Reads the flags and the files that they name; the first mistake is returned. */
export function readConnection(flags: TargetFlags): ConnectionOptions | UsageProblem {
  const { unixSocket, http2 } = flags
  if (unixSocket !== undefined && Buffer.byteLength(unixSocket) > longestSocketPath) {
    return {
      problem: `--unix-socket: the path is longer than ${longestSocketPath} bytes, which no system allows.`,
    }
  }
  const certificate = readCertificate(flags)
  if (certificate !== undefined && isProblem(certificate)) return certificate
  return {
    ...(unixSocket !== undefined && { unixSocket }),
    ...(http2 === true && { http2 }),
    ...(certificate !== undefined && { certificate }),
  }
}

function readCertificate({
  clientCert: certFile,
  clientKey: keyFile = certFile,
}: TargetFlags): ConnectionOptions['certificate'] | UsageProblem {
  if (certFile === undefined || keyFile === undefined) {
    if (keyFile === undefined) return undefined
    return { problem: '--client-key needs its certificate: add --client-cert=FILE.' }
  }
  const cert = readPem('--client-cert', certFile)
  if (isProblem(cert)) return cert
  const key = readPem('--client-key', keyFile)
  if (isProblem(key)) return key
  try {
    createSecureContext({ cert: cert.text, key: key.text })
  } catch {
    return {
      problem: `--client-cert: ${certFile} and ${keyFile} are no certificate and its key without a passphrase, in PEM form.`,
    }
  }
  return { cert: cert.text, key: key.text, certFile, keyFile }
}

function readPem(flag: string, file: string): { readonly text: string } | UsageProblem {
  try {
    return { text: readFileSync(file, 'utf8') }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return { problem: `${flag}: ${file} cannot be read (${code}).` }
  }
}
