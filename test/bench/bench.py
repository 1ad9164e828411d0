#!/usr/bin/env python3
"""Measures customers beside what people use today; called by `run`.

  files (gen.py) + template databases -> one fresh database a measurement
      -> psql session with steps, backend memory sampled -> results.csv, Markdown

Beside wall time stands the CPU of the backend, without parallel workers, so that
machines compare, and busy ones with themselves.

Each measurement starts from a file copy of its template, prewarmed, after a
checkpoint.  Contestants take turns within a round, so that a slow minute of the
machine hits all of them.  Every value is kept in results.csv; the tables show
medians.  Nothing is judged; only a run that breaks stops it.
"""
import csv, os, platform, re, shutil, statistics, subprocess, sys, threading, time

WORK, RESULTS = sys.argv[1], sys.argv[2]
HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = [int(n) for n in os.environ.get('BENCH_ROWS', '100000 1000000').split()]
if os.environ.get('BENCH_BIG') == '1':
    SIZES.append(5000000)
RUNS = int(os.environ.get('BENCH_RUNS', '5'))
ONLY = os.environ.get('BENCH_ONLY', 'S1 S2 S2x S3 small export').split()
MERGE = os.environ.get('BENCH_MERGE', 'updins')
WORK_MEM = os.environ.get('BENCH_WORK_MEM', '64MB')
SAMPLE_SECONDS = 0.05
SECONDS, WAL, MEMORY, CPU = 5, 6, 7, 8      # columns of Results.rows

# contestant -> (script, live table)
SCRIPTS = {'copy_text': ('rivals/copy_text.sql', 'rival'), 'copy_typed': ('rivals/copy_typed.sql', 'rival'),
           'copy_indexed': ('rivals/copy_indexed.sql', 'rival'), 'hand': ('rivals/hand.sql', 'rival'),
           'lean': ('rivals/lean.sql', 'rival'), 'fdw': ('rivals/fdw.sql', 'rival'),
           'pgloader': (None, 'rival'), 'ours': ('ours/import.sql', 'ours')}
# scenario -> (gen.py's arguments, live table holds the base, contestants)
SCENARIOS = {
    'S1': (['--noid', '1'], False, ['copy_text', 'copy_typed', 'copy_indexed', 'hand', 'lean', 'ours']),
    'S2': (['--changed', '0.01', '--new', '0.005'], True,
           ['copy_text', 'copy_typed', 'hand', 'lean', 'fdw', 'pgloader', 'ours']),
    'S2x': (['--changed', '0.01', '--new', '0.005', '--shuffle'], True, ['copy_text', 'hand', 'lean', 'ours']),
    'S3': (['--changed', '0.5'], True, ['copy_text', 'hand', 'lean', 'ours'])}
NAMES = {'copy_text': 'COPY, unlogged text', 'copy_typed': 'COPY, logged typed', 'copy_indexed': 'COPY, key + unique index',
         'hand': 'hand-written SQL', 'lean': 'lean SQL, no checks', 'fdw': 'file_fdw + MERGE', 'pgloader': 'pgloader, staging only',
         'ours': 'customers: import + merge', 'ours/import': '- customers_import', 'ours/merge': '- customers_merge'}
PREWARM = """SELECT count(pg_prewarm(oid::regclass)) FROM pg_class
WHERE relkind IN ('r', 'i') AND relpersistence = 'p'
AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace);"""


def chosen(contestants):
    wanted = os.environ.get('BENCH_CONTESTANTS')
    return [c for c in contestants if not wanted or c in wanted.split()]


def psql(database, script, variables=(), path=None):
    """Runs SQL in one session and returns its output; an error ends the benchmark."""
    command = ['psql', '-X', '-q', '-A', '-t', '-F', ' ', '-d', database, '-v', 'ON_ERROR_STOP=1']
    for name, value in variables:
        command += ['-v', '%s=%s' % (name, value)]
    command += ['-f', path or '-']
    done = subprocess.run(command, input=None if path else script, text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit('broken run in %s: %s' % (database, done.stderr[-2000:]))
    return done.stdout


def fresh(database, template):
    psql('template1', 'DROP DATABASE IF EXISTS %s;\nCREATE DATABASE %s TEMPLATE %s%s;\n'
         % (database, database, template, STRATEGY))


def make_file(rows, name, arguments):
    path = '%s/files/%s_%d.csv' % (WORK, name, rows)
    if not os.path.exists(path):
        with open(path + '.tmp', 'wb') as out:
            subprocess.run([sys.executable, HERE + '/gen.py', str(rows)] + arguments, stdout=out, check=True)
        os.rename(path + '.tmp', path)
    return path


def make_template(side, rows):
    """A database with the live table of one side; rows = 0: empty."""
    name = 't_%s_%d' % (side, rows)
    if psql('template1', "SELECT 1 FROM pg_database WHERE datname = '%s';" % name).strip():
        if side == 'rival' or name in made:
            return name
        psql('template1', 'DROP DATABASE %s;' % name)      # ours may have been rebuilt
    fresh('making', 'template0')
    psql('making', 'CREATE EXTENSION pg_prewarm; CREATE EXTENSION file_fdw;')
    base = make_file(rows, 'base', []) if rows else ''
    psql('making', None, [('csv', base)], '%s/%s/table.sql' % (HERE, 'ours' if side == 'ours' else 'rivals'))
    psql('template1', 'ALTER DATABASE making RENAME TO %s;' % name)
    made.add(name)
    return name


class Sampler(threading.Thread):
    """Private memory (RssAnon) of a process, 20 times a second.  Shared buffers
    are file-backed to the kernel, so they are not in it."""

    def __init__(self, pid_file=None, pid=None):
        super().__init__(daemon=True)
        self.pid_file, self.pid, self.samples, self.stop = pid_file, pid, [], threading.Event()
        self.start()

    def run(self):
        while not self.stop.is_set():
            self.sample()
            self.stop.wait(SAMPLE_SECONDS)

    def sample(self):
        try:
            if not self.pid:
                with open(self.pid_file) as f:
                    self.pid = int(f.read())
            with open('/proc/%d/status' % self.pid) as f:
                kilobytes = re.search(r'RssAnon:\s+(\d+)', f.read())
            if kilobytes:
                self.samples.append((time.time(), int(kilobytes.group(1)) * 1024))
        except (OSError, ValueError):
            pass

    def peak(self, start, end):
        return max((m for t, m in self.samples if start <= t <= end), default=None)

    def done(self):
        self.stop.set()
        self.join()


def read_steps(output, sampler):
    """{step: (seconds, WAL bytes, peak memory or None, CPU seconds)} from STEP and Time lines."""
    steps, current = {}, None
    for line in output.splitlines():
        if line.startswith('STEP '):
            _, name, clock, lsn, cpu = line.split()
            if current:
                before, started, from_lsn, seconds, from_cpu = current
                steps[before] = (seconds, int(lsn) - from_lsn, sampler.peak(started, float(clock)),
                                 (int(cpu) - from_cpu) / 1e9)
            current = [name, float(clock), int(lsn), 0.0, int(cpu)]
        elif line.startswith('Time: ') and current:
            current[3] += float(line.split()[1]) / 1000
    return steps


def session(template, script, path):
    """One measurement: a fresh copy, prewarmed, after a checkpoint."""
    fresh('run', template)
    pid_file = WORK + '/pid'
    if os.path.exists(pid_file):
        os.unlink(pid_file)
    sampler = Sampler(pid_file)
    output = psql('run', "SELECT pg_backend_pid() \\g '%s'\n%s\nCHECKPOINT;\n\\i '%s/%s'\n"
                  % (pid_file, PREWARM, HERE, script),
                  [('csv', path), ('wm', WORK_MEM), ('merge', MERGE)])
    sampler.done()
    return read_steps(output, sampler), output


def pgloader(template, path):
    """Wall time of the whole process; memory is pgloader's own."""
    fresh('run', template)
    psql('run', 'CREATE UNLOGGED TABLE target (%s);\nCHECKPOINT;' % ', '.join('c%d text' % i for i in range(12)))
    load = WORK + '/files/pgloader.load'
    with open(load, 'w') as f:
        f.write("LOAD CSV FROM '%s' INTO postgresql://postgres@unix:%s:5432/run?tablename=target\n"
                "WITH skip header = 1, fields optionally enclosed by '\"', fields escaped by double-quote,"
                " fields terminated by ',';\n" % (path, os.environ['PGHOST']))
    lsn = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn;"
    before, start = int(psql('run', lsn)), time.time()
    process = subprocess.Popen(['pgloader', '--no-ssl-cert-verification', load], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    sampler = Sampler(pid=process.pid)
    output = process.communicate()[0]
    end = time.time()
    sampler.done()
    loaded = int(psql('run', 'SELECT count(*) FROM target;'))
    with open(path, 'rb') as f:
        expected = sum(1 for _ in f) - 1
    if loaded != expected:
        sys.exit('pgloader loaded %d of %d rows: %s' % (loaded, expected, output[-1500:]))
    return {'load': (end - start, int(psql('run', lsn)) - before, sampler.peak(start, end), None)}


def live_state(side):
    """The live table after a merge, in a form that both sides share: how many
    customers, and a sum over their cells (ids of new ones differ; an import takes "none" for nothing)."""
    return psql('run', """SELECT count(*), sum(hashtextextended(concat_ws('|', lower(email COLLATE "C"), first_name, last_name,
        phone, NULLIF(company, 'none'), vip, tax_exempt, loyalty_points, region, country, city), 0)) FROM customers;""").strip()


class Results:
    def __init__(self):
        self.rows, self.states, self.scans = [], {}, {}

    def add(self, size, scenario, contestant, run, steps):
        for step, (seconds, wal, memory, cpu) in steps.items():
            self.rows.append((size, scenario, contestant, run, step, seconds, wal, memory, cpu))
        note('%9d %-10s %-12s run %d  %s' % (size, scenario, contestant, run,
             '  '.join('%s %.3f' % (s, v[0]) for s, v in steps.items())))

    def value(self, size, scenario, contestant, what=SECONDS, steps=None):
        """Median over runs of the sum (memory: the peak) over steps, of a column of rows; None if not measured."""
        runs = {}
        for row in self.rows:
            if row[:3] == (size, scenario, contestant) and (not steps or row[4] in steps) and row[what] is not None:
                runs.setdefault(row[3], []).append(row[what])
        return statistics.median((max if what == MEMORY else sum)(v) for v in runs.values()) if runs else None

    def spread(self, size, scenario, contestant, steps=None):
        runs = {}
        for row in self.rows:
            if row[:3] == (size, scenario, contestant) and (not steps or row[4] in steps):
                runs.setdefault(row[3], []).append(row[5])
        sums = [sum(v) for v in runs.values()]
        return (min(sums), max(sums), len(sums)) if sums else None

    def write(self):
        with open(RESULTS + '/results.csv', 'w', newline='') as f:
            out = csv.writer(f)
            out.writerow(['size', 'scenario', 'contestant', 'run', 'step', 'seconds', 'wal_bytes', 'peak_private_bytes', 'cpu_seconds'])
            out.writerows(self.rows)


def note(text):
    print(text, file=sys.stderr, flush=True)


def measure(results, size, scenario):
    arguments, filled, contestants = SCENARIOS[scenario]
    path = make_file(size, scenario, arguments)
    base = make_file(size, 'base', [])
    contestants = [c for c in chosen(contestants) if c != 'pgloader' or shutil.which('pgloader')]
    templates = {c: make_template(SCRIPTS[c][1], size if filled else 0) for c in contestants}
    for run in range(1, RUNS + 1):
        for contestant in contestants:
            script, side = SCRIPTS[contestant]
            source = base if contestant == 'copy_indexed' else path
            if contestant == 'pgloader':
                steps = pgloader(templates[contestant], source)
            else:
                steps = session(templates[contestant], script, source)[0]
            results.add(size, scenario, contestant, run, steps)
            if run == 1 and contestant in ('hand', 'lean', 'fdw', 'ours'):
                results.states[(size, scenario, contestant)] = live_state(side)
        results.write()


def small_files(size):
    """1 000 records spread over the S2 file: as they are, without ids (matched
    on email), and 1 000 customers who are all new."""
    files = {}
    with open(make_file(size, 'S2', SCENARIOS['S2'][0]), encoding='utf-8') as f:
        lines = f.readlines()
    step = (len(lines) - 1) // 1000
    known = lines[1::step][:1000]
    files['with ids'] = known
    files['without ids'] = [re.sub(r'^\d*,', ',', line) for line in known]
    files['all new'] = [re.sub(r'^\d*,', ',new', line) for line in known]
    for name, records in files.items():
        path = '%s/files/small_%s_%d.csv' % (WORK, name.replace(' ', '_'), size)
        with open(path, 'w', encoding='utf-8') as out:
            out.writelines([lines[0]] + records)
        files[name] = path
    return files


def measure_small(results, size):
    if not chosen(['ours']):
        return
    template, files = make_template('ours', size), small_files(size)
    for run in range(1, RUNS + 1):
        for name, path in files.items():
            steps, output = session(template, 'ours/small.sql', path)
            steps.pop('scans', None)
            results.add(size, 'small', name, run, steps)
            found = re.search(r'^SCANNED (\d*) (\d*)$', output, re.M)
            results.scans.setdefault((size, name), set()).add(found.groups() if found else None)
    results.write()


def export_functions(template):
    return psql(template, "SELECT proname FROM pg_proc WHERE proname IN ('customers_export', 'customers_export_csv');").split()


def export_columns(template):
    """SELECT list of the columns that export writes, in its order."""
    psql(template, '')
    header = psql(template, "SELECT * FROM customers_export_csv() LIMIT 1;").splitlines()[0]
    columns = []
    for name in next(csv.reader([header.lstrip('\ufeff')])):
        if name.startswith('attributes.'):
            columns.append("attributes ->> '%s'" % name[len('attributes.'):].replace("'", "''"))
        elif name == 'groups':
            columns.append("array_to_string(groups, '|')")
        else:
            columns.append('"%s"' % name)
    return ', '.join(columns)


def measure_export(results, size):
    if not chosen(['ours']):
        return
    template = make_template('ours', size)
    functions = export_functions(template)
    if not functions:
        note('no export functions yet: left out')
        return
    columns, out = export_columns(template), WORK + '/out'
    copy = 'COPY (SELECT %s FROM customer_profiles) TO %%s (FORMAT csv, HEADER)' % columns
    contests = {'customers_export_csv': "COPY (SELECT customers_export_csv()) TO STDOUT \\g /dev/null",
                'COPY to client': (copy % 'STDOUT') + ' \\g /dev/null',
                'customers_export': "SELECT customers_export('%s/ours.csv');" % out,
                'COPY to file': copy % ("'%s/copy.csv'" % out) + ';'}
    script = WORK + '/scripts/export_step.sql'
    for run in range(1, RUNS + 1):
        for name, statement in contests.items():
            if name.startswith('customers_') and name not in functions:
                continue
            with open(script, 'w') as f:
                f.write("\\set step export\n\\ir rivals/step.sql\n%s\n\\set step end\n\\ir rivals/step.sql\n" % statement)
            results.add(size, 'export', name, run, session(template, 'export_step.sql', '')[0])
    results.write()


def table(header, rows):
    lines = ['| ' + ' | '.join(header) + ' |', '|---' + '|---:' * (len(header) - 1) + '|']
    return '\n'.join(lines + ['| ' + ' | '.join(row) + ' |' for row in rows]) + '\n'


def scenario_table(results, size, what, form):
    shown = [s for s in SCENARIOS if any(r[0] == size and r[1] == s for r in results.rows)]
    rows = []
    for key in ['copy_text', 'copy_typed', 'copy_indexed', 'pgloader', 'fdw', 'hand', 'lean', 'ours/import', 'ours/merge', 'ours']:
        contestant, _, step = key.partition('/')
        cells = [results.value(size, s, contestant, what, [step] if step else None) for s in shown]
        if any(c is not None for c in cells):
            rows.append([NAMES[key]] + ['' if c is None else form(c) for c in cells])
    return table([''] + shown, rows)


BARS = [('import / COPY', 'S1', ['import'], 'copy_text', 1.05), ('import / COPY', 'S2', ['import'], 'copy_text', 0.65),
        ('import / COPY, shuffled', 'S2x', ['import'], 'copy_text', 1.0), ('import / COPY', 'S3', ['import'], 'copy_text', 0.9),
        ('import + merge / hand', 'S1', None, 'hand', 0.4), ('import + merge / hand', 'S2', None, 'hand', 0.15),
        ('import + merge / hand', 'S3', None, 'hand', 0.25), ('import + merge / lean', 'S1', None, 'lean', 0.65),
        ('import + merge / lean', 'S2', None, 'lean', 0.35), ('import + merge / lean', 'S3', None, 'lean', 0.35),
        ('import + merge / COPY into the indexed table', 'S1', None, 'copy_indexed', 1.0),
        ('import + merge / file_fdw + MERGE', 'S2', None, 'fdw', 0.25)]
EXPORT_BARS = [('customers_export_csv', 'COPY to client'), ('customers_export', 'COPY to file')]


def ratio(results, ours, theirs):
    """[by wall time, by CPU], each as text; None if not measured.  ours, theirs: (size, scenario, contestant, steps)."""
    found = []
    for what in (SECONDS, CPU):
        a, b = [results.value(size, scenario, contestant, what, steps) for size, scenario, contestant, steps in (ours, theirs)]
        found.append('%.2f' % (a / b) if a and b else '')
    return found if any(found) else None


def ratio_table(results, size):
    rows = []
    for what, scenario, steps, rival, bar in BARS:
        found = ratio(results, (size, scenario, 'ours', steps), (size, scenario, rival, None))
        if found:
            rows.append([what, scenario] + found + ['%.2f' % bar])
    for ours_name, rival in EXPORT_BARS:
        found = ratio(results, (size, 'export', ours_name, None), (size, 'export', rival, None))
        if found:
            rows.append(['%s / %s' % (ours_name, rival), 'all rows'] + found + ['1.20'])
    return table(['ratio', 'scenario', 'measured', 'of CPU', 'bar'], rows) if rows else ''


def small_table(results, size):
    rows = []
    for name in ('with ids', 'without ids', 'all new'):
        if results.value(size, 'small', name) is not None:
            scans = results.scans[(size, name)]
            rows.append([name] + ['%.1f' % (1000 * results.value(size, 'small', name, SECONDS, [s])) for s in ('import', 'merge', 'commit')] +
                        [', '.join('not known' if s is None else '%s scans, %s rows' % s for s in sorted(scans, key=str))])
    return table(['1 000 records', 'import, ms', 'merge, ms', 'commit, ms', 'sequential scans of customers'], rows) if rows else ''


def growth_table(results):
    rows = []
    for scenario in SCENARIOS:
        for name, steps, what in (('import', ['import'], SECONDS), ('import + merge', None, SECONDS),
                                  ('import, CPU', ['import'], CPU), ('import + merge, CPU', None, CPU)):
            cells = [results.value(s, scenario, 'ours', what, steps) for s in SIZES]
            if all(cells) and len(cells) > 1:
                rows.append(['%s %s' % (scenario, name)] + ['%.2f' % (1e6 * c / s) for c, s in zip(cells, SIZES)])
    return table(['µs a row'] + ['{:,}'.format(s) for s in SIZES], rows) if rows else ''


def spread_table(results, size):
    """How far the runs lie apart: read no ratio finer than this."""
    rows = []
    for scenario in SCENARIOS:
        for contestant in SCRIPTS:
            found = results.spread(size, scenario, contestant)
            if found:
                rows.append([scenario, NAMES[contestant], '%.2f' % found[0], '%.2f' % found[1], str(found[2])])
    return table(['scenario', '', 'fastest, s', 'slowest, s', 'runs'], rows)


def same_work(results, size):
    """Whether those who merge ended with the same live table."""
    lines = []
    for scenario in SCENARIOS:
        states = {c: v for (n, s, c), v in results.states.items() if (n, s) == (size, scenario)}
        if len(set(states.values())) > 1:
            lines.append('NOT THE SAME live table after %s: %s\n' % (scenario, '; '.join('%s: %s' % i for i in states.items())))
        elif len(states) > 1:
            lines.append('Same live table after %s: %s.\n' % (scenario, ', '.join(states)))
    return '\n'.join(lines)


def machine():
    with open('/proc/cpuinfo') as f:
        model = re.search(r'model name\s*:\s*(.*)', f.read())
    with open('/proc/meminfo') as f:
        memory = int(f.readline().split()[1]) / 1048576
    return '%s, %d cores, %.0f GB, Linux %s, %s; load average at the start %s' % (
        model.group(1) if model else 'unknown CPU', os.cpu_count(), memory, platform.release(),
        'PostgreSQL ' + psql('template1', 'SHOW server_version;').strip(), LOAD)


def report(results):
    parts = ['%s.\nMedians of %d, interleaved. Rivals: work_mem %s, merge %s; autovacuum on.\n'
             % (machine(), RUNS, WORK_MEM, MERGE)]
    mb = lambda v: '%.0f' % (v / 1048576)
    for size in SIZES:
        parts.append('## {:,} rows\n'.format(size))
        parts.append('Seconds\n\n' + scenario_table(results, size, SECONDS, lambda v: '%.2f' % v))
        parts.append('CPU seconds of the backend\n\n' + scenario_table(results, size, CPU, lambda v: '%.2f' % v))
        parts.append(ratio_table(results, size))
        parts.append(small_table(results, size))
        parts.append('Peak private memory of the backend, MB (bar for import + merge: {:.0f})\n\n'.format(64 + 50 * size / 1048576)
                     + scenario_table(results, size, MEMORY, mb))
        parts.append('WAL, MB\n\n' + scenario_table(results, size, WAL, mb))
        parts.append('Spread of the runs\n\n' + spread_table(results, size))
        parts.append(same_work(results, size))
    parts.append(growth_table(results))
    text = '\n'.join(p for p in parts if p)
    with open(RESULTS + '/results.md', 'w') as f:
        f.write(text)
    print(text)


LOAD = '%.1f' % os.getloadavg()[0]
made = set()
STRATEGY = ' STRATEGY file_copy' if int(psql('template1', 'SHOW server_version_num;')) >= 150000 else ''


def main():
    results = Results()
    for size in SIZES:
        for scenario in SCENARIOS:
            if scenario in ONLY:
                measure(results, size, scenario)
        if 'small' in ONLY:
            measure_small(results, size)
        if 'export' in ONLY:
            measure_export(results, size)
    report(results)


main()
