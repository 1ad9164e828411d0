/*
 * revise.h
 *
 * Rejects or excludes rows that were staged before their duplicate was found.
 */
#ifndef CUSTOMERS_REVISE_H
#define CUSTOMERS_REVISE_H

#include "postgres.h"

#include "csv/csv_reader.h"
#include "import/duplicate.h"
#include "import/import_log.h"
#include "import/opt_out.h"

typedef struct Revisor Revisor;

/*
 * For one import, in the current memory context; counts are kept true, and the no of a
 * record that is revised is heard.  keeps:
 * the file will not be read again, so each batch goes to revisor_keep() once it
 * is complete.
 */
extern Revisor *revisor_create(int64 import_id, const FieldMap *map, const ImportOptions *options,
							   ImportCounts *counts, OptOuts *opt_outs, bool keeps);
extern bool revisor_keeps(const Revisor *revisor);
extern void revisor_keep(Revisor *revisor, Record **records, int nrecords);

/*
 * Where the file is read again to find duplicates: keeps a record, by line, that may
 * be revised.  revisor_apply() reads these then, and no file; after
 * revisor_unshare() it does again.
 */
extern void revisor_share(Revisor *revisor, const CsvRecord *source);
extern void revisor_unshare(Revisor *revisor);
extern bool revisor_shares(const Revisor *revisor);

/* Called for a record; are more of them wanted? */
typedef bool (*RecordVisitor) (void *state, const CsvRecord *source);

/*
 * Visits all records, or those that write, in the order of the file.  reader: of the
 * file from its start, unless the revisor keeps.
 */
extern void revisor_visit(Revisor *revisor, CsvReader *reader, RecordVisitor visit, void *state);

/*
 * Rewrites the rows of the revisions (at least one).  reader: of the file from
 * its start, unless the revisor keeps.  False if the file does not hold all of
 * those lines any more.
 */
extern bool revisor_apply(Revisor *revisor, const Revision *revisions, int nrevisions,
						  CsvReader *reader);

extern void revisor_close(Revisor *revisor);

#endif							/* CUSTOMERS_REVISE_H */
