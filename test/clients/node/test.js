// node-postgres: a file as a parameter, a listener, rows as objects, errors.
'use strict'

const fs = require('fs')
const path = require('path')
const { Client } = require('pg')

const data = process.env.CUSTOMERS_DATA
const file = (name) => fs.readFileSync(path.join(data, name))
let tests = 0

function check (good, name) {
  tests++
  console.log(`${good ? 'ok' : 'not ok'} ${tests} - ${name}`)
}

async function rows (client, statement, ...parameters) {
  return (await client.query(statement, parameters)).rows
}

async function fileAsParameter (client) {
  const [merged] = await rows(client, 'SELECT * FROM import_csv($1::bytea)', file('quickstart-monday.csv'))
  check(merged.created === '6' && merged.rejected === '0', 'a Buffer is imported and merged')

  const notices = []
  client.on('notice', (notice) => notices.push(notice))
  const [{ id }] = await rows(client, 'SELECT customers_import($1::bytea) AS id', file('quickstart-friday.csv'))
  check(/2 new, 2 changed/.test(notices[0].message), 'the counts come as a notice')
  check(/customers_merge\(2\)/.test(notices[0].hint), 'with a hint of what to do next')
  return id
}

async function listenerHears (client, id) {
  const listener = new Client()
  await listener.connect()
  const heard = new Promise((resolve) => listener.on('notification', resolve))
  await listener.query('LISTEN customers')
  await client.query('SELECT * FROM customers_merge($1)', [id])
  const payload = JSON.parse((await heard).payload)
  check(payload.import_id === Number(id) && payload.changed === 2, 'the merge is heard of')
  await listener.end()
}

async function errorsHaveCodes (client) {
  const error = await client.query('SELECT customers_import($1::bytea)', [Buffer.from('just text')]).catch((e) => e)
  check(typeof error.code === 'string' && error.code.length === 5 && error.message.length > 10,
    'a file that is no table is an error with a code')
}

async function everythingOut (client) {
  const lines = await rows(client, 'SELECT customers_export_csv(delimiter => $1) AS line', ';')
  check(lines.length === 9 && lines[0].line.startsWith('customer_id;'), 'the export is rows')
  const bytes = Buffer.from(lines.map(({ line }) => line + '\n').join(''))
  const [again] = await rows(client,
    'SELECT i.* FROM customer_imports i WHERE import_id = (SELECT customers_import($1::bytea))', bytes)
  check(again === undefined || again.unchanged === '8', 'and comes back unchanged')
  const [{ report }] = await rows(client, 'SELECT customers_import_report(2) AS report')
  check(report.startsWith('<!DOCTYPE html>'), 'the report is a page to send to a browser')
}

async function main () {
  const client = new Client()
  await client.connect()
  const id = await fileAsParameter(client)
  await listenerHears(client, id)
  await errorsHaveCodes(client)
  await everythingOut(client)
  await client.end()
  console.log(`1..${tests}`)
}

main().catch((error) => { console.error(error); process.exit(1) })
