// Reads the paths of posted webhooks from standard input, one a line: what a receiver got, with the secret that it knows. Verifies each by the package of the standard, and that it does not verify
// once it was changed; says of each that fails why.
import { readFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'

let checked = 0
for (const path of readFileSync(0, 'utf8').split('\n').filter((line) => line.length > 0)) {
  const { secret, headers, body } = JSON.parse(readFileSync(path, 'utf8'))
  checked++
  const webhook = new Webhook(secret)
  try {
    webhook.verify(body, headers)
  } catch (failure) {
    console.log(`${path}: ${failure.message}`)
    continue
  }

  for (const [what, changedBody, changedHeaders] of [['its body', `${body} `, headers], ['its id', body, { ...headers, 'webhook-id': `${headers['webhook-id']}x` }]]) {
    try {
      webhook.verify(changedBody, changedHeaders)
      console.log(`${path}: verifies though ${what} was changed`)
    } catch {
      // As it should be.
    }
  }
}

console.log(`${checked} webhooks`)
