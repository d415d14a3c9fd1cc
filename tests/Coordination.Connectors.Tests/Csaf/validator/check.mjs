// Reads the paths of documents from standard input, one a line; says of each that fails which test of the strict schema or of the mandatory ones it fails, and where.
import { readFileSync } from 'node:fs'
import * as mandatory from '@secvisogram/csaf-validator-lib/mandatoryTests.js'
import { csaf_2_0_strict } from '@secvisogram/csaf-validator-lib/schemaTests.js'
import validate from '@secvisogram/csaf-validator-lib/validate.js'

const tests = [csaf_2_0_strict, ...Object.values(mandatory)]
let checked = 0
for (const path of readFileSync(0, 'utf8').split('\n').filter((line) => line.length > 0)) {
  const result = await validate(tests, JSON.parse(readFileSync(path, 'utf8')))
  checked++
  for (const test of result.tests.filter((one) => !one.isValid)) {
    console.log(`${path}: ${test.name} ${JSON.stringify(test.errors.slice(0, 3))}`)
  }
}
console.log(`${checked} checked with ${tests.length} tests`)
