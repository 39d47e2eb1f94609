-- survey_results: one row a published figure of a survey
-- measure says what the figure is; exactly one of share, change_share, amount_gbp is filled
-- share: 0-1 of respondents (of something else where measure is 'other share')
-- change_share: change on a year as a share of the year before, negative for a fall
-- amount_gbp: pounds sterling a person; base_n: persons asked, where published
-- side by side only where target and outcome agree; rows with duplicate_of are not counted twice
create table survey_results (
    result_id varchar primary key,
    survey_id varchar not null references surveys (survey_id),
    label varchar not null,
    question varchar not null,
    question_wording varchar,
    subgroup varchar not null,
    whole_group boolean not null,
    response varchar not null,
    answer_part boolean not null,
    measure varchar not null check (measure in (
        'share of respondents', 'other share', 'average amount', 'change on a year')),
    share double check (share between 0 and 1),
    change_share double check (change_share >= -1),
    amount_gbp double check (amount_gbp >= 0),
    base_n integer check (base_n >= 1),
    ai_related boolean not null,
    target varchar not null check (target in (
        'industry', 'economy', 'own job', 'own career', 'own organisation',
        'rules and consent', 'audience', 'working conditions', 'AI in general')),
    outcome varchar not null check (outcome in (
        'overall effect', 'jobs', 'lost work', 'income', 'job security', 'feeling',
        'use of AI', 'skills', 'quality and value', 'rules', 'consent', 'trust in images',
        'conditions')),
    direction varchar not null check (direction in (
        'negative', 'positive', 'neutral', 'not applicable')),
    horizon varchar not null check (horizon in (
        'already happened', 'now', 'up to 5 years', 'more than 5 years', 'future, not dated',
        'not stated')),
    population varchar not null check (population in (
        'fashion workers', 'models', 'photographers', 'make-up and hair', 'performers',
        'illustrators and visual artists', 'writers and translators', 'screen crew',
        'creative workers', 'all workers', 'general public', 'executives and employers',
        'experts', 'students')),
    trade varchar not null check (trade in (
        'fashion (mixed)', 'models', 'photographers', 'make-up and hair', 'performers',
        'illustrators and visual artists', 'writers and translators', 'screen crew',
        'creative (mixed)', 'all workers', 'general public', 'executives and employers')),
    tag_reason varchar,
    -- another result_id of this table (a test checks it: DuckDB cannot check a table against
    -- itself within one insert)
    duplicate_of varchar,
    quoted_exactly boolean not null,
    note varchar,
    source_id varchar not null references sources (source_id),
    check (duplicate_of is distinct from result_id),
    check ((measure in ('share of respondents', 'other share')) = (share is not null)),
    check ((measure = 'change on a year') = (change_share is not null)),
    check ((measure = 'average amount') = (amount_gbp is not null)),
    check ((target = 'working conditions') = (outcome = 'conditions')),
    check (target <> 'working conditions' or not ai_related)
);
insert into survey_results
select
    result_id,
    survey_id,
    label,
    question,
    question_wording,
    subgroup,
    whole_group,
    response,
    answer_part,
    measure,
    share,
    change_share,
    amount_gbp,
    base_n,
    ai_related,
    target,
    outcome,
    direction,
    horizon,
    population,
    trade,
    tag_reason,
    duplicate_of,
    quoted_exactly,
    note,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'result_id': 'varchar',
        'survey_id': 'varchar',
        'label': 'varchar',
        'question': 'varchar',
        'question_wording': 'varchar',
        'subgroup': 'varchar',
        'whole_group': 'boolean',
        'response': 'varchar',
        'answer_part': 'boolean',
        'measure': 'varchar',
        'share': 'double',
        'change_share': 'double',
        'amount_gbp': 'double',
        'base_n': 'integer',
        'ai_related': 'boolean',
        'target': 'varchar',
        'outcome': 'varchar',
        'direction': 'varchar',
        'horizon': 'varchar',
        'population': 'varchar',
        'trade': 'varchar',
        'tag_reason': 'varchar',
        'duplicate_of': 'varchar',
        'quoted_exactly': 'boolean',
        'note': 'varchar',
        'source_id': 'varchar'
    }
);
