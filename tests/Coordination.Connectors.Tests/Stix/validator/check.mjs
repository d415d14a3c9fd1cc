// Reads the paths of documents from standard input, one a line, and holds each against the schemas in the folder that is its argument (a bundle as a whole and
// each of its objects by its type, an event of MISP as a whole); says of each that fails where and why.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv-draft-04'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const read = (path) => JSON.parse(readFileSync(path, 'utf8'))
const folder = process.argv[2]
const stix = addFormats(new Ajv2020({ strict: false, unicodeRegExp: false }))
// Ajv has none of its own for names of hosts in every script.
stix.addFormat('idn-hostname', /^(?=.{1,253}$)[^\s.@/:]{1,63}(\.[^\s.@/:]{1,63})*$/u)
const ids = new Map()
for (const category of ['common', 'observables', 'sdos', 'sros']) {
  for (const name of readdirSync(join(folder, 'stix21-schemas', category))) {
    const schema = read(join(folder, 'stix21-schemas', category, name))
    stix.addSchema(schema)
    ids.set(category === 'common' ? `common/${name}` : name.replace('.json', ''), schema.$id)
  }
}
for (const meta of ['marking-definition', 'extension-definition', 'language-content']) {
  ids.set(meta, ids.get(`common/${meta}.json`))
}
const misp = new Ajv({ strict: false }).compile(read(join(folder, 'misp', 'schema.json')))

const twice = ['incident', 'grouping', 'note', 'opinion', 'location', 'malware-analysis', 'extension-definition']
const say = (path, where, errors) => console.log(`${path}: ${where} ${JSON.stringify(errors.slice(0, 3).map((one) => [one.instancePath, one.message, one.schemaPath]))}`)
let checked = 0
for (const path of readFileSync(0, 'utf8').split('\n').filter((line) => line.length > 0)) {
  const document = read(path)
  checked++
  if (document.Event) {
    if (!misp(document)) say(path, 'event', misp.errors)
    continue
  }
  // The schema of bundles takes these types for custom ones as well, and wants exactly one: it accepts no bundle that holds any. Each is checked by itself below.
  const objects = document.objects?.filter((one) => !twice.includes(one.type))
  const bundle = stix.getSchema(ids.get('common/bundle.json'))
  if (!bundle(objects?.length ? { ...document, objects } : { type: document.type, id: document.id })) say(path, 'bundle', bundle.errors)
  for (const one of document.objects ?? []) {
    checked++
    const check = stix.getSchema(ids.get(one.type) ?? ids.get('common/core.json'))
    if (!check(one)) say(path, one.id, check.errors)
  }
}
console.log(`${checked} checked`)
