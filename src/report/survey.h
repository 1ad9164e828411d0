/*
 * survey.h
 *
 * What the staged rows of an import have in common: errors and warnings by their code
 * and field, kinds of changes, with the first lines of each.
 *
 *		survey = survey_rows(view);			-- one pass over all rows
 *		lines = survey_examples(survey, VIEW_REJECTED, 500, &n);
 *
 * SPI must be connected.
 */
#ifndef CUSTOMERS_SURVEY_H
#define CUSTOMERS_SURVEY_H

#include "postgres.h"

#include "report/import_view.h"

/* Records that have an error or warning in a field. */
typedef struct SurveyField
{
	char	   *field;			/* NULL = the record as a whole */
	int64		records;
	int64		line;			/* the last that was counted */
} SurveyField;

/* Records with an error or warning of one code. */
typedef struct SurveyCode
{
	char	   *code;
	bool		is_error;
	int64		records;
	int64		unchanged;		/* of these, how many are not staged: they change
								 * nothing, and it stands */
	int64		line;			/* the first */
	ViewNote	note;			/* of a staged one; no message = none is staged */
	List	   *fields;			/* of SurveyField, the most frequent first */
	int64		counted;		/* the last line that was counted */
} SurveyCode;

/* What happens to a value of a known customer. */
typedef enum SurveyChange
{
	CHANGE_OTHER,				/* becomes another */
	CHANGE_FILLED,				/* there was none */
	CHANGE_CLEARED,
	NUM_CHANGES
} SurveyChange;

typedef struct Survey
{
	List	   *codes;			/* of SurveyCode: errors, then warnings, the most
								 * frequent first */
	int64		(*changes)[NUM_CHANGES];	/* customers, by field */
	int64		warned;			/* records with warnings, neither rejected nor
								 * excluded */
	int64		subscribed;		/* known customers who become so */
	int64		unsubscribed;
	List	   *kinds;			/* private */
} Survey;

/* For how many known customers a field changes. */
static inline int64
survey_changes(const Survey *survey, int field)
{
	return survey->changes[field][CHANGE_OTHER] + survey->changes[field][CHANGE_FILLED] + survey->changes[field][CHANGE_CLEARED];
}

/* In the current memory context. */
extern Survey *survey_rows(const ImportView *view);

/*
 * Up to max lines of records of a kind (new, changed, rejected, excluded or warned):
 * some of each error, warning, reason and change, those of which there are few first.
 */
extern int64 *survey_examples(const Survey *survey, ViewKind section, int max, int *n);

#endif							/* CUSTOMERS_SURVEY_H */
