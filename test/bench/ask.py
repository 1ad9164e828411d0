#!/usr/bin/env python3
"""Measures what is asked of customers beside the same by hand; called by `run`.

  ask/table.sql -> a database
  ask/questions.sql -> ours and by hand, in turns -> CPU and wall time -> ask.csv, Markdown

A section of questions.sql is one statement: `--@ question: ours`, and `--@ question:
by hand` as one writes it who knows SQL well.  Both write their rows to nowhere
(COPY), and must give the same rows (except an export, whose lines are not rows).
The best of several by hand (`by hand, one pass`) counts.

CPU is the backend's, without parallel workers, so that busy machines compare; of
wall time the fastest run is shown.
"""
import csv, os, re, statistics, subprocess, sys

RESULTS = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = max(int(n) for n in os.environ.get('BENCH_ROWS', '1000000').split())
RUNS = int(os.environ.get('BENCH_RUNS', '5'))
QUESTIONS = os.environ.get('BENCH_QUESTIONS', '')
BAR = 1.2

# Time of the backend in ns, and of the clock in s.
CLOCK = '\\! echo CPU $(cut -d " " -f 1 /proc/$BACKEND/schedstat) $(date +%s.%N)\n'
SESSION = "SET max_parallel_workers_per_gather = 0;\nSELECT pg_backend_pid() AS pid \\gset\n\\setenv BACKEND :pid\n"


def psql(database, script, variables=()):
    command = ['psql', '-X', '-q', '-A', '-t', '-d', database, '-v', 'ON_ERROR_STOP=1']
    for name, value in variables:
        command += ['-v', '%s=%s' % (name, value)]
    done = subprocess.run(command, input=script, text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit('broken run in %s: %s' % (database, done.stderr[-2000:]))
    return done.stdout


def questions():
    """{question: {contestant: SQL}}, in the order of the file."""
    found = {}
    with open(HERE + '/ask/questions.sql', encoding='utf-8') as f:
        sections = re.split(r'^--@ ', f.read(), flags=re.M)[1:]
    for section in sections:
        title, _, sql = section.partition('\n')
        question, _, contestant = title.rpartition(': ')
        if re.search(QUESTIONS, question):
            found.setdefault(question, {})[contestant] = sql.strip().rstrip(';')
    return found


def make_table(database):
    if psql('template1', "SELECT 1 FROM pg_database WHERE datname = '%s';" % database).strip():
        if psql(database, 'SELECT count(*) FROM customers;').strip() == str(ROWS):
            return
        psql('template1', 'DROP DATABASE %s;' % database)
    psql('template1', 'CREATE DATABASE %s;' % database)
    with open(HERE + '/ask/table.sql', encoding='utf-8') as f:
        psql(database, f.read(), [('customers', ROWS)])


def check_same(database, question, contestants):
    """All contestants must give the same rows, in any order."""
    found = {}
    for contestant, sql in contestants.items():
        found[contestant] = psql(database, "SELECT count(*), sum(hashtextextended(q::text, 0)) FROM (%s) AS q;" % sql).strip()
    if len(set(found.values())) > 1:
        sys.exit('not the same rows: %s: %s' % (question, found))


def run_once(database, sql):
    """(CPU seconds, wall seconds) of the second run in a session."""
    copy = "COPY (%s) TO '/dev/null';\n" % sql.replace('\n', ' ')
    output = psql(database, SESSION + copy + CLOCK + copy + CLOCK)
    before, after = [[float(n) for n in line.split()[1:]] for line in output.splitlines() if line.startswith('CPU ')]
    return (after[0] - before[0]) / 1e9, after[1] - before[1]


def measure(database, found):
    """{question: {contestant: [(CPU, wall), ...]}}"""
    results = {}
    for question, contestants in found.items():
        if not question.startswith('export'):
            check_same(database, question, contestants)
        for run in range(RUNS):
            for contestant, sql in contestants.items():
                results.setdefault(question, {}).setdefault(contestant, []).append(run_once(database, sql))
        print(question, {c: '%.3f' % cpu(v) for c, v in results[question].items()}, file=sys.stderr, flush=True)
    return results


def cpu(runs):
    return statistics.median(r[0] for r in runs)


def report(results):
    lines = ['## Asking: {:,} customers\n'.format(ROWS),
             '| question | ours, CPU s | by hand, CPU s | ratio (bar %.1f) | ours, s | by hand, s |' % BAR, '|---|---:|---:|---:|---:|---:|']
    for question, contestants in results.items():
        hands = [v for c, v in contestants.items() if c != 'ours']
        ours, hand = contestants['ours'], min(hands, key=cpu)
        lines.append('| %s | %.3f | %.3f | %.2f | %.3f | %.3f |' % (question, cpu(ours), cpu(hand), cpu(ours) / cpu(hand),
                     min(r[1] for r in ours), min(min(r[1] for r in h) for h in hands)))
    text = '\n'.join(lines) + '\n'
    with open(RESULTS + '/ask.md', 'w', encoding='utf-8') as f:
        f.write(text)
    with open(RESULTS + '/ask.csv', 'w', newline='', encoding='utf-8') as f:
        out = csv.writer(f)
        out.writerow(['customers', 'question', 'contestant', 'run', 'cpu_seconds', 'seconds'])
        for question, contestants in results.items():
            for contestant, runs in contestants.items():
                out.writerows([ROWS, question, contestant, i + 1, '%.4f' % r[0], '%.4f' % r[1]] for i, r in enumerate(runs))
    print(text)


def main():
    make_table('ask')
    report(measure('ask', questions()))


main()
