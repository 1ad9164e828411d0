// PostGraphile over the schema api of doc/rest.md, as the role web: the page's
// statements in GraphQL, without a server of HTTP between.
'use strict'

const fs = require('fs')
const path = require('path')
const { graphql } = require('graphql')
const { Pool } = require('pg')
const { createPostGraphileSchema, withPostGraphileContext } = require('postgraphile')

let tests = 0

function check (good, name, got) {
  tests++
  console.log(`${good ? 'ok' : 'not ok'} ${tests} - ${name}`)
  if (!good) console.error(JSON.stringify(got))
}

// What a statement gives; errors stand beside data.
function caller (pgPool, schema) {
  return (statement, variables) => withPostGraphileContext({ pgPool, pgDefaultRole: 'web' },
    (context) => graphql(schema, statement, null, { ...context }, variables))
}

async function round (call) {
  const file = fs.readFileSync(path.join(process.env.CUSTOMERS_DATA, 'quickstart-friday.csv')).toString('base64')
  const staged = await call('mutation ($file: String!) { stageFile(input: {base64: $file}) { bigInt } }', { file })
  const id = staged.data.stageFile.bigInt
  check(id === '1', 'a file in Windows-1252 is staged, as base64', staged)

  const imports = await call('{ allImports { nodes { importId status created rejected warnings } } }')
  const [node] = imports.data.allImports.nodes
  check(node.status === 'staged' && node.created === '7' && node.rejected === '2' && /Kundenr/.test(node.warnings),
    'what it says is rows', imports)

  const errors = await call('query ($id: BigInt!) { importErrors(id: $id) { nodes { line field value code hint } } }', { id })
  const [bad] = errors.data.importErrors.nodes
  check(bad.line === '8' && bad.code === 'invalid_email', 'so is what is wrong', errors)

  const fixed = await call(`mutation ($id: BigInt!) {
    fix(input: {importId: $id, line: "8", field: "email", value: "gro.vik@example.no"}) { string } }`, { id })
  check(fixed.data.fix.string === 'create', 'a cell is corrected', fixed)

  const merged = await call('mutation ($id: BigInt!) { merge(input: {importId: $id}) { string } }', { id })
  check(merged.data.merge.string === 'merged', 'and the import merged', merged)

  const people = await call('{ people(search: "Åse") { nodes { displayName email mailable } } }')
  check(people.data.people.nodes[0].email === 'ase.naess@example.no', 'the people are found', people)

  const reverted = await call('mutation ($id: BigInt!) { revert(input: {importId: $id}) { bigInt } }', { id })
  check(reverted.data.revert.bigInt === '0', 'and all of it is undone', reverted)
}

async function refusals (call, pool) {
  const again = await call('mutation { merge(input: {importId: "1"}) { string } }')
  check(/not staged|reverted/.test(again.errors[0].message), 'an error is told in words', again)

  const text = await call('mutation { stageText(input: {content: "name,email\\nX,x@example.com\\n"}) { bigInt } }')
  check(text.data.stageText.bigInt === '2', 'text is staged as it is', text)

  const client = await pool.connect()
  await client.query('SET ROLE web')
  const denied = await client.query('SELECT * FROM public.customers').catch((error) => error)
  await client.query('RESET ROLE')
  client.release()
  check(denied.code === '42501', 'the role reads no table', denied)
}

async function main () {
  const pool = new Pool()
  const schema = await createPostGraphileSchema(pool, ['api'])
  const call = caller(pool, schema)
  await round(call)
  await refusals(call, pool)
  await pool.end()
  console.log(`1..${tests}`)
}

main().catch((error) => { console.error(error); process.exit(1) })
