// Types of the files of a catalogue, made from the JSON Schemas beside them: make types. Do not edit.

/**
 * Any file of a catalogue; `schema` tells which.
 */
export type CatalogueFile =
  | Case
  | Catalogue
  | Changes
  | Clusters
  | Corrections
  | Document
  | Documents
  | Facets
  | Identity
  | Passages
  | Phrases
  | Practices
  | ProblemPart
  | Problems
  | Run
  | Search
  | Shard
  | Tombstones;
/**
 * The same range in UTF-16 code units of the document's text, as JavaScript, Java and C# count: a character beyond U+FFFF is two. The text of a case begins at `start` of the case: case.text.slice(x.utf16[0] - case.utf16[0], x.utf16[1] - case.utf16[0]).
 *
 * @minItems 2
 * @maxItems 2
 */
export type Utf16Range = [number, number];
/**
 * Half-open range of code points in the document's text.
 *
 * @minItems 2
 * @maxItems 2
 */
export type TextRange = [number, number];
/**
 * Stable id of a finding: holds when its file moves, is renamed or is changed elsewhere, and over changes of the taxonomy. Unique in its document; copies of a text share theirs.
 */
export type FindingId = string;
/**
 * How close a practice stands to the problem it answers.
 */
export type AnswerLink = "sentence" | "section" | "case" | "document";
/**
 * How the text says outright that a practice answers a problem: aimed at it in one sentence (针对X,…), its result names the problem as solved, the heading above it names the problem, its chapter of remedies answers a chapter of problems point by point (the same number, or the same noun); null where the two merely stand near each other. Others may be added.
 */
export type AnswerEvidence = "targeted" | "result" | "headed" | "numbered" | "counterpart" | null;
export type CaseId = string;
/**
 * What an analyst said: a finding is right, wrong, changed, or was missed (added); a cluster is called otherwise or goes into another; a case is split or mended; or a correction is withdrawn.
 */
export type Correction = {
  /**
   * What was corrected.
   */
  act:
    | "right"
    | "wrong"
    | "changed"
    | "added"
    | "rename_cluster"
    | "merge_clusters"
    | "split_case"
    | "mend_case"
    | "withdrawn";
  /**
   * Who said it.
   */
  by?: string | null;
  /**
   * When; it decides nothing.
   */
  at?: string | null;
  /**
   * What the analyst wrote beside it.
   */
  note?: string | null;
  finding?: CorrectedFinding;
  cluster?: CorrectedCluster;
  into?: CorrectedCluster;
  /**
   * Name for people.
   */
  label?: string;
  case?: CorrectedCase;
  /**
   * Where new cases begin, for split_case.
   *
   * @minItems 1
   */
  where?: [CaseCut, ...CaseCut[]];
  /**
   * What is right instead: the fields that differ.
   */
  value?: CorrectedValue | CaseValue;
  /**
   * The correction that holds no more, for withdrawn.
   */
  of?: string;
  /**
   * Given by the program: the same correction from two files has the same.
   */
  id?: string;
  /**
   * held: it is in force; text_changed: its words, or its cluster, are there no more; no_document: its file is gone; overridden: a later one says otherwise; withdrawn: taken back; invalid: it says what cannot be, such as a category that there is not.
   */
  state?: "held" | "text_changed" | "no_document" | "overridden" | "withdrawn" | "invalid";
  /**
   * Why, in plain words; empty where there is nothing to say.
   */
  reason?: string;
  /**
   * Where it stands now; null where it stands nowhere.
   */
  now?: Now | null;
  /**
   * What the system says by now, where that is not what it said when the correction was made.
   */
  said_now?: {};
};
/**
 * What became of a file.
 */
export type FileStatus = string;
export type DocumentId = string;
/**
 * A place where a problem is spoken of.
 */
export type ProblemMention = Problem & {
  /**
   * Names documents/<id>.json.
   */
  document: string;
  /**
   * The case that says it; null outside of any case.
   */
  case: CaseId | null;
  /**
   * The sentence around it.
   */
  quote: string;
  sentence: TextRange;
  sentence_utf16: Utf16Range;
};
/**
 * A practice that answers a problem.
 */
export type ProblemAnswer = Practice & {
  /**
   * Null where the text says it outside of any case.
   */
  case: CaseId | null;
  link: AnswerLink;
  problem: TextRange;
  /**
   * The sentence around it.
   */
  quote: string;
  /**
   * Names documents/<id>.json.
   */
  document: string;
  evidence: AnswerEvidence;
  sentence: TextRange;
  /**
   * The words of the problem.
   */
  problem_text: string;
  problem_sentence: TextRange;
  problem_utf16: Utf16Range;
  sentence_utf16: Utf16Range;
  problem_sentence_utf16: Utf16Range;
  problem_id: FindingId;
};

/**
 * One place's or organisation's experience (经验), with all that was found in it: cases/<id>.json.
 */
export interface Case {
  schema: "urn:jingyan:schema:case:1";
  /**
   * Its title.
   */
  title: string;
  /**
   * The place that it tells of, as the text names it; null where it names none.
   */
  place: string | null;
  /**
   * Level of the place.
   */
  place_level: "省" | "市" | "县" | "区" | "镇" | "村" | "社区" | "机关" | "企业" | "高校" | "不明";
  /**
   * The body that it tells of; null where the text names none.
   */
  organisation: string | null;
  /**
   * Six digits (GB/T 2260) of the place, or of the deepest county, city or province in which its name or the beginning of the article puts it (太仓市城厢镇: 320585); null where no list has the name, where it is masked, or where several places bear it and neither the title, byline, signature or issuing body nor the words around it name province or city.
   */
  place_code: string | null;
  /**
   * Month of the newest list of codes that has the place under this name and code; names that were given up keep their last code.
   */
  place_code_revision: string | null;
  /**
   * From the earliest to the latest time named for what was done or reached. Years of policies, laws, meetings of those above, plans, founding dates, titles and bylines do not count, nor do those after the day of writing; relative dates count where they could be resolved. `to` is null where it went on (2019年以来, 目前) and no later time is named. Null where no time is named.
   */
  period: {
    /**
     * ISO 8601 cut to what is known.
     */
    from: string;
    /**
     * ISO 8601 cut to what is known; null where it goes on.
     */
    to: string | null;
  } | null;
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
  /**
   * Stable id of the case; the name of its file.
   */
  id: string;
  /**
   * The document that holds the case.
   */
  document: {
    /**
     * Names documents/<id>.json.
     */
    id: string;
    /**
     * Path below the source folder.
     */
    name: string;
    /**
     * SHA-256 of the file, in hexadecimal.
     */
    sha256: string;
  };
  /**
   * The words of the case; begins at `start` of the document's text, so that offsets less `start` (UTF-16: less `utf16[0]`) count in it.
   */
  text: string;
  /**
   * In the order of the text.
   */
  practices: Practice[];
  /**
   * In the order of the text.
   */
  problems: Problem[];
  /**
   * In the order of the text.
   */
  quantities: Quantity[];
  /**
   * In the order of the text.
   */
  dates: DateMention[];
  /**
   * Which practices answer which problems, within the case.
   */
  answers: {
    /**
     * Category of the problem.
     */
    category: string;
    problem: TextRange;
    practice: TextRange;
    link: AnswerLink;
    evidence: AnswerEvidence;
    problem_utf16: Utf16Range;
    practice_utf16: Utf16Range;
    problem_id: FindingId;
    practice_id: FindingId;
  }[];
  /**
   * Theme id -> number of practices.
   */
  themes: {
    [k: string]: number;
  };
  /**
   * The fullest copy of the same case.
   */
  duplicate_of: CaseId | null;
  /**
   * Copies of this case, where it is the fullest.
   */
  duplicates: CaseId[];
  /**
   * Figures that the copy which leads the group, or the copies that this one leads, give otherwise at the same place; `here` is in this document, `there` in that of the other case.
   */
  copy_conflicts: {
    /**
     * The other copy.
     */
    case: string;
    here: Words;
    there: Words;
  }[];
  /**
   * Cases of other documents that stand whole inside this one, which is a compilation and no copy of them: id, and range in this document.
   */
  parts: {
    /**
     * The case inside.
     */
    case: string;
    /**
     * First code point in the document's text.
     */
    start: number;
    /**
     * Code point after the last.
     */
    end: number;
    utf16: Utf16Range;
  }[];
  /**
   * Cases of other documents inside which this one stands.
   */
  part_of: CaseId[];
  /**
   * The cluster of the case; null where it is like no other.
   */
  cluster: {
    /**
     * Id in clusters.json.
     */
    id: string;
    /**
     * Name for people.
     */
    label: string;
  } | null;
  /**
   * Nearest first.
   */
  similar: {
    /**
     * The similar case.
     */
    id: string;
    /**
     * Its title.
     */
    title: string;
  }[];
  /**
   * Range in the decoded file, for text formats.
   *
   * @minItems 2
   * @maxItems 2
   */
  source?: [number, number];
  /**
   * Page, from 1.
   */
  page?: number;
  /**
   * Left, top, right, bottom in points.
   *
   * @minItems 4
   * @maxItems 4
   */
  box?: [number, number, number, number];
  /**
   * Paragraph of the file, from 1.
   */
  paragraph?: number;
  /**
   * What the article of the case says of itself.
   */
  about: {
    /**
     * Id of the kind of text (speech, summary, survey …).
     */
    kind: string | null;
    /**
     * ISO 8601 cut to what is known.
     */
    date: string | null;
    /**
     * Who signed it.
     */
    author: string | null;
    /**
     * The body that issued it.
     */
    issuer: string | null;
    /**
     * Number of the document (发文字号).
     */
    number: string | null;
  };
  /**
   * Checks of the figures, in the order of the text.
   */
  checks: Check[];
  /**
   * Part of the letters that stand in none of the passages.
   */
  own_share: number;
  /**
   * Ranges that other reports share word for word, figures and masks aside; copies of this case are no others. `reports`: how many others hold the most shared piece of it, exact up to five, beyond at least 5, 10, 20, 50, 100 and so on; `where`: the first cases of them, those that hold most of the range first.
   */
  passages: {
    /**
     * First code point in the document's text.
     */
    start: number;
    /**
     * Code point after the last.
     */
    end: number;
    /**
     * How many other reports hold the most shared piece of it: exact up to five, beyond at least 5, 10, 20, 50, 100 and so on.
     */
    reports: number;
    /**
     * The first cases of them.
     */
    where: CaseId[];
    utf16: Utf16Range;
  }[];
  utf16: Utf16Range;
}
/**
 * What somebody does or set up (做法).
 */
export interface Practice {
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
  /**
   * The words: text[start:end].
   */
  text: string;
  /**
   * Id of the theme.
   */
  theme: string;
  /**
   * How it is told: as a heading, a point of a list, an action in a sentence, or a slogan or name. Others may be added.
   */
  form: "heading" | "item" | "action" | "slogan";
  /**
   * Whether it was done, is planned, or is proposed to others.
   */
  status: "done" | "planned" | "proposed";
  /**
   * Who does it: the subject of its clause or sentence; empty where the text does not say.
   */
  actors: Words[];
  /**
   * The quantities that belong to it, as ranges of entries of `quantities`: those of its clause, or of what a heading or item heads.
   */
  quantities: TextRange[];
  /**
   * What is said to result from it: clauses that follow in its sentence, or in what a heading or item heads.
   */
  results: Words[];
  /**
   * Range in the decoded file, for text formats.
   *
   * @minItems 2
   * @maxItems 2
   */
  source?: [number, number];
  /**
   * Page, from 1.
   */
  page?: number;
  /**
   * Left, top, right, bottom in points.
   *
   * @minItems 4
   * @maxItems 4
   */
  box?: [number, number, number, number];
  /**
   * Paragraph of the file, from 1.
   */
  paragraph?: number;
  /**
   * Title of the innermost section.
   */
  section?: string | null;
  utf16: Utf16Range;
  id: FindingId;
  review?: Review;
}
/**
 * Words of the document's text and where they stand.
 */
export interface Words {
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
  /**
   * The words: text[start:end].
   */
  text: string;
  utf16: Utf16Range;
}
/**
 * What an analyst said of a finding (核对); those found to be wrong are in no file but corrections.json.
 */
export interface Review {
  /**
   * What the analyst said of it; wrong ones are not in the catalogue.
   */
  verdict: "right" | "changed" | "added";
  /**
   * Its id in corrections.json.
   */
  correction: string;
}
/**
 * A problem (问题).
 */
export interface Problem {
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
  /**
   * The words: text[start:end].
   */
  text: string;
  /**
   * Id of the category.
   */
  category: string;
  /**
   * Whether it is present, was solved, is warned of, or is told of in general.
   */
  status: "present" | "solved" | "warned" | "general";
  /**
   * What the category rests on: a set phrase, or a model's guess that is likely to be right (high) or not (low).
   */
  certainty: "set" | "high" | "low";
  /**
   * The model's guesses, the best first; empty where a set phrase names the category.
   */
  likeliest: Guess[];
  /**
   * Range in the decoded file, for text formats.
   *
   * @minItems 2
   * @maxItems 2
   */
  source?: [number, number];
  /**
   * Page, from 1.
   */
  page?: number;
  /**
   * Left, top, right, bottom in points.
   *
   * @minItems 4
   * @maxItems 4
   */
  box?: [number, number, number, number];
  /**
   * Paragraph of the file, from 1.
   */
  paragraph?: number;
  /**
   * Title of the innermost section.
   */
  section?: string | null;
  utf16: Utf16Range;
  id: FindingId;
  review?: Review;
}
/**
 * An id of a taxonomy and how likely it is to be right.
 */
export interface Guess {
  /**
   * Id of a problem category or of a theme.
   */
  id: string;
  /**
   * Its name for people.
   */
  name?: string;
  /**
   * From 0 to 1.
   */
  chance: number;
}
/**
 * A number with its unit (数字).
 */
export interface Quantity {
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
  /**
   * The words: text[start:end].
   */
  text: string;
  /**
   * What sort of number it is. Others may be added.
   */
  kind: "count" | "percent" | "money" | "measure" | "duration" | "ratio";
  /**
   * In `unit`, magnitude folded in; null where masked.
   */
  value: number | null;
  /**
   * Upper end of a range (3—5个); null where there is none.
   */
  value_max: number | null;
  /**
   * The unit without its magnitude; 5亿元 is 500000000 元.
   */
  unit: string;
  /**
   * What is counted, in the words of the text; null where it does not say.
   */
  counted: string | null;
  /**
   * Words that make it rough (近, 约, 余, 以上).
   */
  qualifier: string[];
  /**
   * Digits are hidden in the text (×× or XX).
   */
  masked: boolean;
  /**
   * What the unit measures; null where it does not convert exactly. Others may be added.
   */
  dimension: "area" | "length" | "weight" | "volume" | "energy" | "power" | "money" | "duration" | null;
  /**
   * Unit that all units of the dimension convert to.
   */
  base_unit: string | null;
  /**
   * In `base_unit`; null where masked or not converted.
   */
  base_value: number | null;
  /**
   * Upper end of a range in `base_unit`.
   */
  base_value_max: number | null;
  /**
   * The time phrase that governs the number.
   */
  period: Words | null;
  /**
   * The place, body or group whose figure it is; null where the text names none.
   */
  owner: Words | null;
  /**
   * Range in the decoded file, for text formats.
   *
   * @minItems 2
   * @maxItems 2
   */
  source?: [number, number];
  /**
   * Page, from 1.
   */
  page?: number;
  /**
   * Left, top, right, bottom in points.
   *
   * @minItems 4
   * @maxItems 4
   */
  box?: [number, number, number, number];
  /**
   * Paragraph of the file, from 1.
   */
  paragraph?: number;
  /**
   * Title of the innermost section.
   */
  section?: string | null;
  utf16: Utf16Range;
  id: FindingId;
  review?: Review;
}
/**
 * A date.
 */
export interface DateMention {
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
  /**
   * The words: text[start:end].
   */
  text: string;
  /**
   * ISO 8601 cut to what is known.
   */
  value: string | null;
  /**
   * Range in the decoded file, for text formats.
   *
   * @minItems 2
   * @maxItems 2
   */
  source?: [number, number];
  /**
   * Page, from 1.
   */
  page?: number;
  /**
   * Left, top, right, bottom in points.
   *
   * @minItems 4
   * @maxItems 4
   */
  box?: [number, number, number, number];
  /**
   * Paragraph of the file, from 1.
   */
  paragraph?: number;
  /**
   * Title of the innermost section.
   */
  section?: string | null;
  utf16: Utf16Range;
  id: FindingId;
  review?: Review;
}
/**
 * Figures of a report held against each other (数据核对).
 */
export interface Check {
  /**
   * sum: parts against their total; part: a part larger than its whole; share: a percentage against part and whole; growth: a change against its ends; twice: the same thing told twice; unit: off by ten thousand (万); product: number of heads times the average; table: a row or column against its total; list: an announced number of points against those listed. Others may be added.
   */
  rule: "sum" | "part" | "share" | "growth" | "twice" | "unit" | "product" | "table" | "list";
  /**
   * A conflict is nearly sure; rough or masked figures and lists that may be open cannot tell.
   */
  verdict: "consistent" | "conflict" | "cannot tell";
  /**
   * The figures, the one that the others are held against last.
   *
   * @minItems 1
   */
  spans: [Words, ...Words[]];
  /**
   * What is written, in `unit`.
   */
  stated: number | null;
  /**
   * What the other figures give, in `unit`.
   */
  expected: number | null;
  /**
   * The unit of `stated` and `expected`; empty where there is none.
   */
  unit: string;
  /**
   * A sentence for people.
   */
  note: string;
}
/**
 * The manifest: what the folder holds: catalogue.json. run.json and changes.json are no part of it.
 */
export interface Catalogue {
  schema: "urn:jingyan:schema:catalogue:1";
  /**
   * Major version of all schemas: another one is another format.
   */
  schema_version: 1;
  /**
   * What made the catalogue.
   */
  generator: {
    /**
     * Name of the program.
     */
    name: string;
    /**
     * Version of the program.
     */
    version: string;
    /**
     * Digest of the analyst's own words; absent where there are none.
     */
    taxonomy?: string;
  };
  /**
   * What is shown: full, or public, where texts are headings and short quotes; absent: full.
   */
  profile: "full" | "public";
  /**
   * How many there are of everything; findings are counted in all documents, inside cases and out.
   */
  counts: {
    /**
     * Input files.
     */
    documents: number;
    /**
     * Files that were read, wholly or in part.
     */
    readable: number;
    /**
     * Files that could not be read.
     */
    rejected: number;
    /**
     * Files that are no documents.
     */
    ignored: number;
    /**
     * Cases, copies included.
     */
    cases: number;
    /**
     * Findings that analysts have looked at: found right, changed, or added.
     */
    reviewed: number;
    /**
     * Cases that are copies of others.
     */
    duplicates: number;
    /**
     * Clusters of cases.
     */
    clusters: number;
    /**
     * Practices found.
     */
    practices: number;
    /**
     * Problems found.
     */
    problems: number;
    /**
     * Quantities found.
     */
    quantities: number;
    /**
     * Dates found.
     */
    dates: number;
  };
  /**
   * Every file of the folder but this one, run.json and changes.json.
   */
  files: {
    /**
     * Path below the catalogue folder.
     */
    path: string;
    /**
     * Size.
     */
    bytes: number;
    /**
     * SHA-256 of the file, in hexadecimal.
     */
    sha256: string;
  }[];
  /**
   * Counts up where fields or files were added; absent: 0. With `schema_version` it is the version of the schemas (`$comment`).
   */
  schema_revision: number;
  /**
   * The files that hold the rows of all cases, in the order of their prefixes.
   */
  shards: {
    /**
     * Path below the catalogue folder.
     */
    path: string;
    /**
     * How the ids of its cases go on behind their c.
     */
    prefix: string;
    /**
     * How many cases it holds.
     */
    cases: number;
    /**
     * Size.
     */
    bytes: number;
    /**
     * SHA-256 of the file, in hexadecimal.
     */
    sha256: string;
  }[];
  /**
   * What the public profile masked or left out, by kind; a kind of which there is nothing is absent. Absent in the full profile.
   */
  redactions?: {
    /**
     * Numbers of identity cards, passports and the like.
     */
    identity?: number;
    /**
     * Telephone numbers, short hotlines left out.
     */
    phone?: number;
    /**
     * Numbers of bank cards and accounts.
     */
    bank?: number;
    /**
     * Addresses of e-mail.
     */
    email?: number;
    /**
     * Accounts of social networks, licence plates.
     */
    account?: number;
    /**
     * Mentions of private persons.
     */
    person?: number;
    /**
     * Documents that are marked as not for everybody (内部, 秘密 …) and were left out.
     */
    documents_marked: number;
  };
}
/**
 * What is new, gone or different since the catalogue before; cases by id, documents by name: changes.json.
 */
export interface Changes {
  schema: "urn:jingyan:schema:changes:1";
  /**
   * `relinked` cases differ in cluster, copies or neighbours alone.
   */
  cases: {
    /**
     * Ids.
     */
    added: string[];
    /**
     * Ids.
     */
    removed: string[];
    /**
     * Ids of those whose content is another.
     */
    updated: string[];
    /**
     * Ids of those whose content is the same but whose neighbours, copies or cluster are others.
     */
    relinked: string[];
    /**
     * The fields in which each of the updated differs.
     */
    fields: {
      [k: string]: string[];
    };
    /**
     * Each of the removed -> the case that took its place, as in tombstones.json.
     */
    superseded_by: {
      [k: string]: CaseId | null;
    };
  };
  /**
   * Documents by their names.
   */
  documents: {
    /**
     * Ids.
     */
    added: string[];
    /**
     * Ids.
     */
    removed: string[];
    /**
     * Ids of those whose content is another.
     */
    updated: string[];
    /**
     * The fields in which each of the updated differs.
     */
    fields: {
      [k: string]: string[];
    };
    /**
     * Files that have another name and the same content; neither added nor removed.
     */
    moved: {
      /**
       * ISO 8601 cut to what is known.
       */
      from: string;
      /**
       * ISO 8601 cut to what is known; null where it goes on.
       */
      to: string;
    }[];
  };
  /**
   * Clusters of cases by id; one keeps its id while most of its cases stay together.
   */
  clusters: {
    /**
     * Ids.
     */
    added: string[];
    /**
     * Ids.
     */
    removed: string[];
    /**
     * Ids of those whose label is another.
     */
    renamed: string[];
    /**
     * A cluster of the catalogue before, and the ids of those that its cases are in now.
     */
    split: {
      /**
       * The one that was split.
       */
      id: string;
      /**
       * What became of it.
       *
       * @minItems 2
       */
      into: [string, string, ...string[]];
    }[];
    /**
     * A cluster, and the ids of those of the catalogue before that most cases of came into it.
     */
    merged: {
      /**
       * The one that holds them now.
       */
      id: string;
      /**
       * Those that it was made of.
       *
       * @minItems 2
       */
      from: [string, string, ...string[]];
    }[];
    /**
     * Groups of clusters by name, which is kept while most of their cases stay together; absent where there are none.
     */
    groups?: {
      /**
       * Ids.
       */
      added: string[];
      /**
       * A group, and those of the catalogue before that most cases of came into it.
       */
      merged: {
        /**
         * The one that holds them now.
         */
        id: string;
        /**
         * Those that it was made of.
         *
         * @minItems 2
         */
        from: [string, string, ...string[]];
      }[];
      /**
       * Ids.
       */
      removed: string[];
      /**
       * A group of the catalogue before, and those that its cases are in now.
       */
      split: {
        /**
         * The one that was split.
         */
        id: string;
        /**
         * What became of it.
         *
         * @minItems 2
         */
        into: [string, string, ...string[]];
      }[];
    };
  };
  /**
   * Clusters of practices by id, as those of cases.
   */
  practice_clusters: {
    /**
     * Ids.
     */
    added: string[];
    /**
     * Ids.
     */
    removed: string[];
    /**
     * Ids of those whose label is another.
     */
    renamed: string[];
    /**
     * A cluster of the catalogue before, and the ids of those that its cases are in now.
     */
    split: {
      /**
       * The one that was split.
       */
      id: string;
      /**
       * What became of it.
       *
       * @minItems 2
       */
      into: [string, string, ...string[]];
    }[];
    /**
     * A cluster, and the ids of those of the catalogue before that most cases of came into it.
     */
    merged: {
      /**
       * The one that holds them now.
       */
      id: string;
      /**
       * Those that it was made of.
       *
       * @minItems 2
       */
      from: [string, string, ...string[]];
    }[];
  };
  /**
   * sha256 of catalogue.json of the catalogue before: these changes lead on from that one alone. Null where there was none.
   */
  before: string | null;
  /**
   * sha256 of catalogue.json of this catalogue.
   */
  after: string | null;
  /**
   * Paths of the catalogue's files that are new, gone or have another content; but shards and parts, whose names change with their content, the site, and what the manifest does not list.
   */
  files: {
    /**
     * Ids.
     */
    added: string[];
    /**
     * Ids.
     */
    removed: string[];
    /**
     * Ids of those whose content is another.
     */
    updated: string[];
  };
}
/**
 * Cases that share a theme: clusters.json.
 */
export interface Clusters {
  schema: "urn:jingyan:schema:clusters:1";
  /**
   * Groups of similar cases.
   */
  clusters: {
    /**
     * Stable id: held while most of its cases stay.
     */
    id: string;
    /**
     * Name for people.
     */
    label: string;
    /**
     * All of its cases.
     *
     * @minItems 2
     */
    cases: [CaseId, CaseId, ...CaseId[]];
    /**
     * The cases that stand for it, the most central first.
     *
     * @maxItems 3
     */
    representatives:
      | []
      | [
          {
            /**
             * The case.
             */
            id: string;
            /**
             * Its title.
             */
            title: string;
          }
        ]
      | [
          {
            /**
             * The case.
             */
            id: string;
            /**
             * Its title.
             */
            title: string;
          },
          {
            /**
             * The case.
             */
            id: string;
            /**
             * Its title.
             */
            title: string;
          }
        ]
      | [
          {
            /**
             * The case.
             */
            id: string;
            /**
             * Its title.
             */
            title: string;
          },
          {
            /**
             * The case.
             */
            id: string;
            /**
             * Its title.
             */
            title: string;
          },
          {
            /**
             * The case.
             */
            id: string;
            /**
             * Its title.
             */
            title: string;
          }
        ];
    /**
     * Words that tell it from the others, the most telling first.
     */
    keywords: string[];
    /**
     * Most frequent first, with the number of cases.
     */
    themes: {
      /**
       * Id of the theme.
       */
      id: string;
      /**
       * Name of the theme.
       */
      name: string;
      /**
       * How many cases.
       */
      cases: number;
    }[];
    /**
     * The name of the group of clusters of one field that it belongs to.
     */
    group: string;
    /**
     * Levels of the cases' places, most frequent first, with the number of cases.
     */
    levels: {
      /**
       * Level of the places.
       */
      level: string;
      /**
       * How many cases.
       */
      cases: number;
    }[];
    /**
     * The foremost places of the cases, most frequent first, with the number of cases.
     */
    places: {
      /**
       * Name of the place.
       */
      place: string;
      /**
       * How many cases.
       */
      cases: number;
    }[];
  }[];
}
/**
 * What analysts corrected: corrections.json of a catalogue, and the files given to build --corrections.
 */
export interface Corrections {
  schema: "urn:jingyan:schema:corrections:1";
  /**
   * Hashes of the files that the corrections came from; such a file has nothing new to say.
   */
  read?: string[];
  /**
   * State -> how many corrections are in it.
   */
  states?: {
    [k: string]: number;
  };
  /**
   * Of two on the same thing the later holds.
   */
  corrections: Correction[];
}
/**
 * A finding, by its words and those around them.
 */
export interface CorrectedFinding {
  /**
   * What was found, or should have been.
   */
  kind: "practice" | "problem" | "quantity" | "date";
  /**
   * The words themselves.
   */
  quote: string;
  /**
   * Up to 32 characters before them.
   */
  before?: string;
  /**
   * Up to 32 characters behind them.
   */
  after?: string;
  document: CorrectedDocument;
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
  /**
   * Id of its case.
   */
  case?: string | null;
  /**
   * Id of the finding.
   */
  id?: string | null;
  /**
   * Its fields as the system gave them.
   */
  said?: {} | null;
}
/**
 * The file that a correction is about.
 */
export interface CorrectedDocument {
  /**
   * Its id in the catalogue.
   */
  id?: string | null;
  /**
   * Path below the source folder.
   */
  name: string;
  /**
   * Of its content when the correction was made.
   */
  sha256?: string | null;
}
/**
 * A cluster of cases or of practices.
 */
export interface CorrectedCluster {
  /**
   * Id of the cluster.
   */
  id: string;
  /**
   * Name for people.
   */
  label?: string;
  /**
   * Ids of its cases, or of its practices.
   */
  members?: string[];
}
/**
 * A case, by the words with which it begins.
 */
export interface CorrectedCase {
  /**
   * Id of the case.
   */
  id?: string | null;
  /**
   * Its title.
   */
  title?: string | null;
  /**
   * The words themselves.
   */
  quote: string;
  /**
   * Up to 32 characters before them.
   */
  before?: string;
  /**
   * Up to 32 characters behind them.
   */
  after?: string;
  document: CorrectedDocument;
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
}
/**
 * The words with which a new case begins.
 */
export interface CaseCut {
  /**
   * The words themselves.
   */
  quote: string;
  /**
   * Up to 32 characters before them.
   */
  before?: string;
  /**
   * Up to 32 characters behind them.
   */
  after?: string;
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * What the new case is called.
   */
  title?: string | null;
}
/**
 * The fields that are otherwise; for one that was missed, all that is known of it. A better range needs quote, start and end.
 */
export interface CorrectedValue {
  /**
   * Of a practice: id, or name.
   */
  theme?: string | null;
  /**
   * Of a problem: id, or name.
   */
  category?: string | null;
  /**
   * The right form of a practice.
   */
  form?: string | null;
  /**
   * The right status of a practice or problem.
   */
  status?: string | null;
  /**
   * Of a quantity.
   */
  kind?: string | null;
  /**
   * A number in `unit`, or a date in ISO 8601.
   */
  value?: number | string | null;
  /**
   * The right upper end of a range.
   */
  value_max?: number | null;
  /**
   * The right unit.
   */
  unit?: string | null;
  /**
   * What is counted.
   */
  counted?: string | null;
  /**
   * Words of a better range.
   */
  quote?: string | null;
  /**
   * First code point in the document's text.
   */
  start?: number | null;
  /**
   * Code point after the last.
   */
  end?: number | null;
}
/**
 * The fields of a case that are mended; null where it has none.
 */
export interface CaseValue {
  /**
   * Its title.
   */
  title?: string | null;
  /**
   * The place that it tells of, as the text names it; null where it names none.
   */
  place?: string | null;
  /**
   * The right level of the place.
   */
  place_level?: string | null;
  /**
   * The right administrative code.
   */
  place_code?: string | null;
  /**
   * The body that it tells of; null where the text names none.
   */
  organisation?: string | null;
}
/**
 * Where it stands now: in a document, or in a cluster.
 */
export interface Now {
  /**
   * Id of the document.
   */
  document?: string | null;
  /**
   * Name of the document.
   */
  name?: string;
  /**
   * Id of the innermost case around it.
   */
  case?: string | null;
  /**
   * First code point in the document's text.
   */
  start?: number;
  /**
   * Code point after the last.
   */
  end?: number;
  /**
   * Id of the cluster.
   */
  cluster?: string;
}
/**
 * The record of one readable document as `jingyan extract` prints it: documents/<id>.json.
 */
export interface Document {
  schema: "urn:jingyan:schema:document:1";
  /**
   * Stable id of the document; the name of its file.
   */
  id: string;
  /**
   * What is said of the file.
   */
  document: {
    /**
     * Path below the source folder.
     */
    name: string;
    /**
     * SHA-256 of the file, in hexadecimal.
     */
    sha256: string;
    /**
     * What the file was read as; null where it was not recognised.
     */
    media_type: string | null;
    status: FileStatus;
    /**
     * A sentence for people where the status is not ok.
     */
    reason: string | null;
    /**
     * Number of pages of a PDF; null in other formats.
     */
    pages: number | null;
    /**
     * Sentences for people: what may have been lost or misread.
     */
    warnings: string[];
  };
  /**
   * The cleaned text in the script of the source, one paragraph or table row a line; all offsets count in it.
   */
  text: string;
  /**
   * The lines of the text, without what was removed.
   */
  paragraphs: {
    /**
     * First code point in the document's text.
     */
    start: number;
    /**
     * Code point after the last.
     */
    end: number;
    utf16: Utf16Range;
    /**
     * Range in the decoded file, for text formats.
     *
     * @minItems 2
     * @maxItems 2
     */
    source?: [number, number];
    /**
     * Page of a PDF, from 1; null in other formats.
     */
    page: number | null;
    /**
     * Left, top, right, bottom in points.
     *
     * @minItems 4
     * @maxItems 4
     */
    box?: [number, number, number, number];
    /**
     * Paragraph of the file, from 1.
     */
    paragraph?: number;
    /**
     * What the line is: title of an article, heading, text, point of a list, row of a table, note, or byline. Others may be added.
     */
    kind: "title" | "heading" | "text" | "list" | "row" | "note" | "byline";
  }[];
  /**
   * Headings with what stands under them.
   */
  sections: {
    /**
     * First code point in the document's text.
     */
    start: number;
    /**
     * Code point after the last.
     */
    end: number;
    utf16: Utf16Range;
    heading: TextRange;
    heading_utf16: Utf16Range;
    /**
     * Range in the decoded file, for text formats.
     *
     * @minItems 2
     * @maxItems 2
     */
    source?: [number, number];
    /**
     * Page, from 1.
     */
    page?: number;
    /**
     * Left, top, right, bottom in points.
     *
     * @minItems 4
     * @maxItems 4
     */
    box?: [number, number, number, number];
    /**
     * Paragraph of the file, from 1.
     */
    paragraph?: number;
    /**
     * Rank of the heading, from 1 (一、) to 4 (一是).
     */
    level: number;
    /**
     * The heading without its number.
     */
    title: string;
    /**
     * The heading opens the paragraph that it heads.
     */
    run_in: boolean;
    /**
     * What the section is about; inherited from the section above where it has no role of its own. Others may be added.
     */
    role: "background" | "problem" | "practice" | "result" | "outlook" | "other";
    /**
     * Why it is taken for a heading.
     */
    evidence: string;
  }[];
  /**
   * Tables with their cells.
   */
  tables: {
    /**
     * First code point in the document's text.
     */
    start: number;
    /**
     * Code point after the last.
     */
    end: number;
    utf16: Utf16Range;
    /**
     * Page of a PDF, from 1; null in other formats.
     */
    page: number | null;
    /**
     * The cells, row by row; in the text the rows stand one a line, their cells separated by tabs.
     */
    rows: string[][];
  }[];
  /**
   * Articles of a file that holds several; may be empty for a file of one.
   */
  articles: {
    /**
     * First code point in the document's text.
     */
    start: number;
    /**
     * Code point after the last.
     */
    end: number;
    utf16: Utf16Range;
    /**
     * Range in the decoded file, for text formats.
     *
     * @minItems 2
     * @maxItems 2
     */
    source?: [number, number];
    /**
     * Page, from 1.
     */
    page?: number;
    /**
     * Left, top, right, bottom in points.
     *
     * @minItems 4
     * @maxItems 4
     */
    box?: [number, number, number, number];
    /**
     * Paragraph of the file, from 1.
     */
    paragraph?: number;
    /**
     * Title of the article.
     */
    title: string | null;
    /**
     * Who signed it.
     */
    author: string | null;
    /**
     * The body that it is by.
     */
    organisation: string | null;
    about: About;
  }[];
  /**
   * What cleaning took out (site notes, navigation, page marks); it belongs to no paragraph.
   */
  removed: {
    /**
     * Range in the decoded file, for text formats.
     *
     * @minItems 2
     * @maxItems 2
     */
    source?: [number, number];
    /**
     * What it was taken for.
     */
    kind: string;
    /**
     * Its first words.
     */
    words: string;
  }[];
  /**
   * The cases of the document; their files are under cases/.
   */
  cases: {
    /**
     * Its title.
     */
    title: string;
    /**
     * The place that it tells of, as the text names it; null where it names none.
     */
    place: string | null;
    /**
     * Level of the place.
     */
    place_level: "省" | "市" | "县" | "区" | "镇" | "村" | "社区" | "机关" | "企业" | "高校" | "不明";
    /**
     * The body that it tells of; null where the text names none.
     */
    organisation: string | null;
    /**
     * Six digits (GB/T 2260) of the place, or of the deepest county, city or province in which its name or the beginning of the article puts it (太仓市城厢镇: 320585); null where no list has the name, where it is masked, or where several places bear it and neither the title, byline, signature or issuing body nor the words around it name province or city.
     */
    place_code: string | null;
    /**
     * Month of the newest list of codes that has the place under this name and code; names that were given up keep their last code.
     */
    place_code_revision: string | null;
    /**
     * From the earliest to the latest time named for what was done or reached. Years of policies, laws, meetings of those above, plans, founding dates, titles and bylines do not count, nor do those after the day of writing; relative dates count where they could be resolved. `to` is null where it went on (2019年以来, 目前) and no later time is named. Null where no time is named.
     */
    period: {
      /**
       * ISO 8601 cut to what is known.
       */
      from: string;
      /**
       * ISO 8601 cut to what is known; null where it goes on.
       */
      to: string | null;
    } | null;
    /**
     * First code point in the document's text.
     */
    start: number;
    /**
     * Code point after the last.
     */
    end: number;
    /**
     * Range in the decoded file, for text formats.
     *
     * @minItems 2
     * @maxItems 2
     */
    source?: [number, number];
    /**
     * Page, from 1.
     */
    page?: number;
    /**
     * Left, top, right, bottom in points.
     *
     * @minItems 4
     * @maxItems 4
     */
    box?: [number, number, number, number];
    /**
     * Paragraph of the file, from 1.
     */
    paragraph?: number;
    utf16: Utf16Range;
  }[];
  /**
   * In the order of the text.
   */
  practices: Practice[];
  /**
   * In the order of the text.
   */
  problems: Problem[];
  /**
   * In the order of the text.
   */
  quantities: Quantity[];
  /**
   * In the order of the text.
   */
  dates: DateMention[];
  about: About;
  /**
   * In the order of the text.
   */
  relative_dates: RelativeDate[];
  /**
   * Checks of the figures, in the order of the text.
   */
  checks: Check[];
}
/**
 * What a document or article says of itself.
 */
export interface About {
  /**
   * Its title.
   */
  title: Stated | null;
  /**
   * Who signed it.
   */
  author: Stated | null;
  /**
   * The body that issued it.
   */
  issuer: Stated | null;
  /**
   * Number of the document (发文字号).
   */
  number: Stated | null;
  /**
   * Kind of text (speech, summary, survey …).
   */
  kind: Stated | null;
  /**
   * When it was written.
   */
  date: Stated | null;
}
/**
 * What a document says of itself, with its place.
 */
export interface Stated {
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
  /**
   * The words: text[start:end].
   */
  text: string;
  /**
   * The reading: ISO 8601 for a date, an id for a kind, else the words.
   */
  value: string;
  /**
   * Range in the decoded file, for text formats.
   *
   * @minItems 2
   * @maxItems 2
   */
  source?: [number, number];
  /**
   * Page, from 1.
   */
  page?: number;
  /**
   * Left, top, right, bottom in points.
   *
   * @minItems 4
   * @maxItems 4
   */
  box?: [number, number, number, number];
  /**
   * Paragraph of the file, from 1.
   */
  paragraph?: number;
  /**
   * Where it was said. Others may be added.
   */
  evidence: "red_head" | "title" | "byline" | "opening" | "signature" | "stamp" | "text";
  utf16: Utf16Range;
}
/**
 * A date told from another (去年, 今年上半年).
 */
export interface RelativeDate {
  /**
   * First code point in the document's text.
   */
  start: number;
  /**
   * Code point after the last.
   */
  end: number;
  /**
   * The words: text[start:end].
   */
  text: string;
  /**
   * ISO 8601 cut to what is known, against the date of the article.
   */
  value: string | null;
  /**
   * Range in the decoded file, for text formats.
   *
   * @minItems 2
   * @maxItems 2
   */
  source?: [number, number];
  /**
   * Page, from 1.
   */
  page?: number;
  /**
   * Left, top, right, bottom in points.
   *
   * @minItems 4
   * @maxItems 4
   */
  box?: [number, number, number, number];
  /**
   * Paragraph of the file, from 1.
   */
  paragraph?: number;
  /**
   * The end of a period.
   */
  value_to: string | null;
  utf16: Utf16Range;
}
/**
 * Every input file with its outcome: documents.json.
 */
export interface Documents {
  schema: "urn:jingyan:schema:documents:1";
  /**
   * In the order of their names.
   */
  documents: {
    /**
     * Path below the source folder.
     */
    name: string;
    /**
     * SHA-256 of the file, in hexadecimal.
     */
    sha256: string;
    /**
     * What the file was read as; null where it was not recognised.
     */
    media_type: string | null;
    status: FileStatus;
    /**
     * A sentence for people where the status is not ok.
     */
    reason: string | null;
    /**
     * Number of pages of a PDF; null in other formats.
     */
    pages: number | null;
    /**
     * Sentences for people: what may have been lost or misread.
     */
    warnings: string[];
    /**
     * Names documents/<id>.json; null where the file could not be read.
     */
    id: DocumentId | null;
    /**
     * Bytes.
     */
    size: number;
    /**
     * The document's own file; null where it could not be read.
     */
    file: string | null;
    /**
     * Ids of its cases.
     */
    cases: CaseId[];
    /**
     * What the public profile masked in the document, by kind; a kind of which there is nothing is absent. Absent in the full profile.
     */
    redactions?: {
      /**
       * Numbers of identity cards, passports and the like.
       */
      identity?: number;
      /**
       * Telephone numbers, short hotlines left out.
       */
      phone?: number;
      /**
       * Numbers of bank cards and accounts.
       */
      bank?: number;
      /**
       * Addresses of e-mail.
       */
      email?: number;
      /**
       * Accounts of social networks, licence plates.
       */
      account?: number;
      /**
       * Mentions of private persons.
       */
      person?: number;
    };
  }[];
}
/**
 * By what cases can be told apart, how many have each value, and how many in each year: facets.json. Copies of a case count once.
 */
export interface Facets {
  schema: "urn:jingyan:schema:facets:1";
  /**
   * How many cases were counted.
   */
  cases: number;
  /**
   * One for each way of telling cases apart.
   */
  facets: {
    /**
     * By what: place, province (first two digits of the place's code), level of the place, year, kind of article (文种), theme of a practice, category of a problem, status of either, group of clusters, cluster. The same values stand under the same key in `facets` of each case of a shard. Others may be added.
     */
    key:
      "place" | "province" | "level" | "year" | "kind" | "theme" | "problem" | "status" | "group" | "cluster";
    /**
     * Name for people.
     */
    label: string;
    /**
     * Those of most cases first, years in their order. A case can have several values.
     */
    values: {
      /**
       * The value as shards, cases and the search name it: an id where there is one.
       */
      key: string;
      /**
       * Name for people.
       */
      label: string;
      /**
       * Cases that have the value.
       */
      count: number;
      /**
       * Year -> cases that have the value and whose period, or else whose date, holds the year; cases without either are in none.
       */
      years?: {
        [k: string]: number;
      };
      /**
       * Of a place: its administrative code, where all of its cases have the same.
       */
      code?: string;
    }[];
  }[];
}
/**
 * What the next build knows the cases by, so that they keep their ids: identity.json. Digests of the text, of its bare wording, of name and opening, of the title, and of how it ends; and the similar cases, which stay while others are hardly more so.
 */
export interface Identity {
  schema: "urn:jingyan:schema:identity:1";
  /**
   * In the order of the catalogue.
   */
  cases: {
    /**
     * The id that the case had.
     */
    id: string;
    /**
     * Path below the source folder.
     */
    document: string;
    /**
     * Where the case begins in the document's text.
     */
    start: number;
    /**
     * Digest of the text.
     */
    text: string;
    /**
     * Digest of the wording without figures.
     */
    words: string;
    /**
     * Digest of file name and opening.
     */
    name: string;
    /**
     * Digest of the title.
     */
    title: string;
    /**
     * Digest of how it ends.
     */
    ending: string;
    /**
     * Ids of the most similar cases, nearest first.
     */
    similar?: CaseId[];
  }[];
}
/**
 * Words that three reports or more share word for word (套话), figures and masks aside: passages.json.
 */
export interface Passages {
  schema: "urn:jingyan:schema:passages:1";
  /**
   * How many there are; the list holds the most shared.
   */
  in_all: number;
  /**
   * The most shared first.
   */
  passages: {
    /**
     * As the first case has it.
     */
    text: string;
    /**
     * How many reports hold it, copies not counted.
     */
    reports: number;
    /**
     * The first of the cases that hold it.
     */
    where: CaseId[];
    /**
     * Where it begins in the document of the first case.
     */
    start: number;
  }[];
}
/**
 * Wordings that no set phrase settles, worth adding to the taxonomies: phrases.json.
 */
export interface Phrases {
  schema: "urn:jingyan:schema:phrases:1";
  problems: Wordings;
  practices: Wordings1;
}
/**
 * Wordings of problems.
 */
export interface Wordings {
  /**
   * How many wordings occur more than once, whether listed or not.
   */
  recurring: number;
  /**
   * Those of most documents first; at most 500, those that occur once only where few recur.
   *
   * @maxItems 500
   */
  phrases: Wording[];
}
export interface Wording {
  /**
   * The most frequent form: folded to half width and simplified script, without quotes.
   */
  phrase: string;
  /**
   * The ways in which it is written, the most frequent first.
   *
   * @minItems 1
   * @maxItems 5
   */
  forms:
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string];
  /**
   * Occurrences, without those in copies.
   */
  count: number;
  /**
   * Documents that have it.
   */
  documents: number;
  /**
   * How likely the first of `likeliest` is right.
   */
  certainty: "high" | "low";
  /**
   * What it may belong to, the likeliest first: for problems the mean of the model's chances, for practices the share of its occurrences under the theme, one more counted against it.
   *
   * @minItems 1
   * @maxItems 3
   */
  likeliest: [Guess] | [Guess, Guess] | [Guess, Guess, Guess];
  /**
   * Its first occurrence.
   */
  example: {
    /**
     * Names documents/<id>.json.
     */
    document: string;
    /**
     * Name of the document.
     */
    name: string;
    /**
     * First code point in the document's text.
     */
    start: number;
    /**
     * Code point after the last.
     */
    end: number;
    /**
     * The words: text[start:end].
     */
    text: string;
    /**
     * The sentence around it.
     */
    quote: string;
    /**
     * Range in the decoded file, for text formats.
     *
     * @minItems 2
     * @maxItems 2
     */
    source?: [number, number];
    /**
     * Page, from 1.
     */
    page?: number;
    /**
     * Left, top, right, bottom in points.
     *
     * @minItems 4
     * @maxItems 4
     */
    box?: [number, number, number, number];
    /**
     * Paragraph of the file, from 1.
     */
    paragraph?: number;
    utf16: Utf16Range;
  };
}
/**
 * Wordings of practices.
 */
export interface Wordings1 {
  /**
   * How many wordings occur more than once, whether listed or not.
   */
  recurring: number;
  /**
   * Those of most documents first; at most 500, those that occur once only where few recur.
   *
   * @maxItems 500
   */
  phrases: Wording[];
}
/**
 * Practices that are of one kind, whoever does them, inside each theme: practices.json.
 */
export interface Practices {
  schema: "urn:jingyan:schema:practices:1";
  /**
   * Groups of practices that say the same or nearly so.
   */
  clusters: {
    /**
     * Stable id of the group of practices.
     */
    id: string;
    /**
     * Name for people.
     */
    label: string;
    /**
     * The theme of most of them.
     */
    theme: {
      /**
       * Id of the theme.
       */
      id: string;
      /**
       * Name of the theme.
       */
      name: string;
    };
    /**
     * The wordings, each with where it stands.
     *
     * @minItems 2
     */
    practices: [
      {
        /**
         * Id of the wording.
         */
        id: string;
        /**
         * In simplified characters and without the case's place.
         */
        text: string;
        /**
         * Where it stands.
         *
         * @minItems 1
         */
        where: [
          {
            /**
             * The case.
             */
            case: string;
            at: TextRange;
            id: FindingId;
            utf16: Utf16Range;
          },
          ...{
            /**
             * The case.
             */
            case: string;
            at: TextRange;
            id: FindingId;
            utf16: Utf16Range;
          }[]
        ];
      },
      {
        /**
         * Id of the wording.
         */
        id: string;
        /**
         * In simplified characters and without the case's place.
         */
        text: string;
        /**
         * Where it stands.
         *
         * @minItems 1
         */
        where: [
          {
            /**
             * The case.
             */
            case: string;
            at: TextRange;
            id: FindingId;
            utf16: Utf16Range;
          },
          ...{
            /**
             * The case.
             */
            case: string;
            at: TextRange;
            id: FindingId;
            utf16: Utf16Range;
          }[]
        ];
      },
      ...{
        /**
         * Id of the wording.
         */
        id: string;
        /**
         * In simplified characters and without the case's place.
         */
        text: string;
        /**
         * Where it stands.
         *
         * @minItems 1
         */
        where: [
          {
            /**
             * The case.
             */
            case: string;
            at: TextRange;
            id: FindingId;
            utf16: Utf16Range;
          },
          ...{
            /**
             * The case.
             */
            case: string;
            at: TextRange;
            id: FindingId;
            utf16: Utf16Range;
          }[]
        ];
      }[]
    ];
    /**
     * The wordings that stand for it.
     *
     * @maxItems 3
     */
    representatives: [] | [string] | [string, string] | [string, string, string];
    /**
     * Words that tell it from the others, the most telling first.
     */
    keywords: string[];
    /**
     * Levels of the cases' places, most frequent first, with the number of cases.
     */
    levels: {
      /**
       * Level of the places.
       */
      level: string;
      /**
       * How many cases.
       */
      cases: number;
    }[];
  }[];
}
/**
 * All mentions of a problem category, and all practices that answer it, of some documents: problems/<category>/<prefix>.<hash>.json, all of them listed in `parts` of the category in problems.json. The name holds the beginning of the hash of the content, so that a file may be kept for ever. A part holds the documents whose id goes on, behind its d, with `prefix` (an empty one, all.<hash>.json, holds all): where they say more than 1 MB the next digit tells them apart, so that a document that changes alters the parts that it stands in alone.
 */
export interface ProblemPart {
  schema: "urn:jingyan:schema:problem_part:1";
  /**
   * Id of the category.
   */
  category: string;
  /**
   * How the ids of all its documents go on behind their d.
   */
  prefix: string;
  /**
   * Every place where it is spoken of, in the order of the ids of the documents.
   */
  mentions: ProblemMention[];
  /**
   * Every practice that answers it, in the order of the ids of the documents. Of what merely stands in the same case only the best, and that where nothing else of the case answers; `answer_totals` of problems.json counts all.
   */
  answers: ProblemAnswer[];
}
/**
 * Problem category -> the cases that speak of it and the best of the practices that answer it; what is more stands in the parts that it names: problems.json.
 */
export interface Problems {
  schema: "urn:jingyan:schema:problems:1";
  /**
   * Category -> what is said of it.
   */
  problems: {
    [k: string]: {
      /**
       * Name of the category.
       */
      name: string;
      /**
       * Cases that speak of it.
       */
      cases: CaseId[];
      /**
       * Where it is spoken of: the first 50 in the order of the names of the documents. The `parts` hold all.
       */
      mentions: ProblemMention[];
      /**
       * The 50 best supported, these first: said outright, done, with results and figures, told of by many places. The `parts` hold all.
       */
      answers: (ProblemAnswer & {
        /**
         * Places whose practices of the same theme answer the category, supported alike.
         */
        places: number;
      })[];
      /**
       * How many answers there are: said outright, in one sentence or section, and in the same case (those not listed too).
       */
      answer_totals: {
        /**
         * Answers that the text says outright.
         */
        outright: number;
        /**
         * Answers in the same sentence.
         */
        sentence: number;
        /**
         * Answers in the same section.
         */
        section: number;
        /**
         * Answers in the same case.
         */
        case: number;
      };
      /**
       * How often it is spoken of.
       */
      mentions_in_all: number;
      /**
       * Theme of practices -> the number of places whose practices of that theme answer it: outright, in the same sentence or section, in the same case (all others). It is what `places` of an answer says.
       */
      alike: {
        [k: string]: {
          /**
           * Places that say it outright.
           */
          outright?: number;
          /**
           * Places that answer in the same sentence.
           */
          sentence?: number;
          /**
           * Places that answer in the same section.
           */
          section?: number;
          /**
           * Places that answer in the same case.
           */
          case?: number;
        };
      };
      /**
       * The files that hold all mentions and answers, each a problem part.
       */
      parts: {
        /**
         * Path below the catalogue folder.
         */
        path: string;
        /**
         * How the ids of all its documents go on behind their d; empty for all.
         */
        prefix: string;
        /**
         * Size.
         */
        bytes: number;
        /**
         * SHA-256 of the file, in hexadecimal.
         */
        sha256: string;
        /**
         * How many mentions it holds.
         */
        mentions: number;
        /**
         * How many answers it holds.
         */
        answers: number;
      }[];
    };
  };
  /**
   * Theme of practices -> the problems that they answer, those said outright most often first.
   */
  themes: {
    [k: string]: {
      /**
       * Name of the theme.
       */
      name: string;
      /**
       * The problems that it answers, the most often answered first.
       */
      problems: {
        /**
         * Id of the category.
         */
        category: string;
        /**
         * Name of the category.
         */
        name: string;
        /**
         * Answers that the text says outright.
         */
        outright: number;
        /**
         * Answers in the same sentence.
         */
        sentence: number;
        /**
         * Answers in the same section.
         */
        section: number;
        /**
         * Answers in the same case.
         */
        case: number;
        /**
         * Cases that say it.
         */
        cases: CaseId[];
      }[];
    };
  };
}
/**
 * When and how the catalogue was made: run.json.
 */
export interface Run {
  schema: "urn:jingyan:schema:run:1";
  /**
   * What ran the build: prefect, local or dask.
   */
  engine?: string;
  /**
   * ISO 8601, UTC.
   */
  started?: string;
  /**
   * How long it took.
   */
  seconds?: number;
  /**
   * The settings of the run by their names.
   */
  settings?: {
    [k: string]: unknown;
  };
  /**
   * Digest of the analyst's own words; null where there are none.
   */
  taxonomy?: string | null;
  /**
   * Version of Python.
   */
  python?: string;
  /**
   * Name of the operating system.
   */
  system?: string;
  /**
   * Version of jingyan, of Python and of the libraries that the catalogue rests on, by name; those of extras where they are installed.
   */
  versions?: {
    [k: string]: string;
  };
  /**
   * Whether each extra was installed (ocr, semantic, dask), and LibreOffice.
   */
  extras?: {
    [k: string]: boolean;
  };
  /**
   * How many files ended how.
   */
  outcomes?: {
    /**
     * Read whole.
     */
    ok?: number;
    /**
     * Read in part.
     */
    partial?: number;
    /**
     * Not read; documents.json says why.
     */
    rejected?: number;
    /**
     * No documents.
     */
    ignored?: number;
  };
  /**
   * How the documents were come by.
   */
  documents?: {
    /**
     * Read from the bytes of the file.
     */
    read?: number;
    /**
     * Looked at anew in what had been read before.
     */
    extracted?: number;
    /**
     * Taken over as they were.
     */
    kept?: number;
    /**
     * Not tried: they ended their reader twice.
     */
    quarantined?: number;
  };
  /**
   * Documents against those of the catalogue before, by their content.
   */
  changed?: {
    /**
     * New.
     */
    added?: number;
    /**
     * Of the same name with another content.
     */
    updated?: number;
    /**
     * The same under another name.
     */
    moved?: number;
    /**
     * Gone.
     */
    removed?: number;
  };
  /**
   * The catalogue that this one took the place of; null where there was none.
   */
  previous?: {
    /**
     * Hash of its catalogue.json.
     */
    sha256?: string;
    /**
     * When its build began: ISO 8601, UTC.
     */
    started?: string | null;
    /**
     * The version of jingyan that made it.
     */
    version?: string | null;
  } | null;
  /**
   * The steps of the build in their order; the last ends when this file is written.
   */
  steps?: {
    /**
     * read (from the start to the last document), catalogue or publish.
     */
    step?: string;
    /**
     * How long it took.
     */
    seconds?: number;
    /**
     * Seconds that its processes computed, those that read included where the system tells.
     */
    cpu?: number;
  }[];
  /**
   * The most memory that a process had at once, in MB; null where the system does not tell.
   */
  memory?: {
    /**
     * The process that builds.
     */
    main_mb?: number | null;
    /**
     * The largest of those that it started.
     */
    workers_mb?: number | null;
  };
}
/**
 * What a catalogue holds on a query: jingyan search --json.
 */
export interface Search {
  schema: "urn:jingyan:schema:search:1";
  /**
   * As typed.
   */
  query: string;
  /**
   * The filters that were given, as typed.
   */
  filters: {
    /**
     * Place asked for.
     */
    place?: string;
    /**
     * Level asked for.
     */
    level?: string;
    /**
     * Year asked for.
     */
    year?: string;
    /**
     * Theme asked for.
     */
    theme?: string;
    /**
     * Category asked for.
     */
    problem?: string;
    /**
     * Status of the problem asked for.
     */
    status?: string;
    /**
     * Cluster asked for.
     */
    cluster?: string;
  };
  /**
   * Hits that pass the filters, copies too; `hits` lists the first of them.
   */
  total: number;
  /**
   * Hits without the filters.
   */
  unfiltered: number;
  /**
   * The best hits, best first: who holds the query, then who is near it. Behind all others stand further copies of a report.
   */
  hits: {
    /**
     * Of a case (cases/<id>.json), or of a passage: its document's id and where it begins.
     */
    id: string;
    /**
     * A case, or a passage of a document outside every case.
     */
    kind: "case" | "passage";
    /**
     * The case's title; of a passage the document's and the section's.
     */
    title: string;
    /**
     * Name of the document, as in documents.json.
     */
    document: string;
    /**
     * Id of the fullest copy where the case is a copy, else null. Of each group of copies one hit stands in its place: the fullest copy where it is a hit, unless a copy alone holds the query; else the best. The others stand behind all other hits.
     */
    duplicate_of: string | null;
    /**
     * The greater the better; to be compared within one answer only.
     */
    score: number;
    /**
     * Why it was found: fields that hold the query or parts of it (title, practice, problem, text), problem:<id> for a problem category that the query names, variant:<words> for other words of such a category, meaning where it is among the nearest in meaning (extra semantic).
     */
    why: string[];
    /**
     * Words of the document that show it.
     */
    snippet: string;
    /**
     * Where the snippet begins in the document's text, in characters.
     */
    start: number;
    /**
     * Where it ends.
     */
    end: number;
  }[];
  /**
   * Null where an entry holds the query; else what could be meant, the nearest first.
   */
  nearest: null | {
    /**
     * Problem categories.
     *
     * @maxItems 3
     */
    categories:
      | []
      | [
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          }
        ]
      | [
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          },
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          }
        ]
      | [
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          },
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          },
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          }
        ];
    /**
     * Themes of practices.
     *
     * @maxItems 3
     */
    themes:
      | []
      | [
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          }
        ]
      | [
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          },
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          }
        ]
      | [
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          },
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          },
          {
            /**
             * Its id.
             */
            id: string;
            /**
             * Its name.
             */
            name: string;
          }
        ];
    /**
     * Words of the catalogue that differ by a character or two.
     *
     * @maxItems 3
     */
    spellings: [] | [string] | [string, string] | [string, string, string];
  };
}
/**
 * Cases as a website lists, filters and searches them: shards/<prefix>.<hash>.json, all of them listed in `shards` of catalogue.json. The name holds the beginning of the hash of the content, so that a file may be kept for ever. A shard holds the cases whose id begins, behind its c, with `prefix`, and 200 of them at most: where more have it the next digit tells them apart, so that one case more alters one shard (an empty prefix, all.<hash>.json, holds all).
 */
export interface Shard {
  schema: "urn:jingyan:schema:shard:1";
  /**
   * How the ids of all its cases go on behind their c.
   */
  prefix: string;
  /**
   * In the order of their ids.
   *
   * @minItems 1
   */
  cases: [
    {
      /**
       * Stable id of the case.
       */
      id: string;
      /**
       * Its title.
       */
      title: string;
      /**
       * The place that it tells of, as the text names it; null where it names none.
       */
      place: string | null;
      /**
       * Level of the place.
       */
      place_level: "省" | "市" | "县" | "区" | "镇" | "村" | "社区" | "机关" | "企业" | "高校" | "不明";
      /**
       * Six digits (GB/T 2260) of the place, or of the deepest county, city or province in which its name or the beginning of the article puts it (太仓市城厢镇: 320585); null where no list has the name, where it is masked, or where several places bear it and neither the title, byline, signature or issuing body nor the words around it name province or city.
       */
      place_code: string | null;
      /**
       * The body that it tells of; null where the text names none.
       */
      organisation: string | null;
      /**
       * From the earliest to the latest time named for what was done or reached. Years of policies, laws, meetings of those above, plans, founding dates, titles and bylines do not count, nor do those after the day of writing; relative dates count where they could be resolved. `to` is null where it went on (2019年以来, 目前) and no later time is named. Null where no time is named.
       */
      period: {
        /**
         * ISO 8601 cut to what is known.
         */
        from: string;
        /**
         * ISO 8601 cut to what is known; null where it goes on.
         */
        to: string | null;
      } | null;
      /**
       * First code point in the document's text.
       */
      start: number;
      /**
       * Code point after the last.
       */
      end: number;
      utf16: Utf16Range;
      /**
       * The document that holds the case.
       */
      document: {
        /**
         * Names documents/<id>.json.
         */
        id: string;
        /**
         * Path below the source folder.
         */
        name: string;
      };
      /**
       * What the article of the case says of itself.
       */
      about: {
        /**
         * Id of the kind of text (speech, summary, survey …).
         */
        kind: string | null;
        /**
         * ISO 8601 cut to what is known.
         */
        date: string | null;
        /**
         * Who signed it.
         */
        author: string | null;
        /**
         * The body that issued it.
         */
        issuer: string | null;
        /**
         * Number of the document (发文字号).
         */
        number: string | null;
      };
      /**
       * The cluster of the case; null where it is like no other.
       */
      cluster: {
        /**
         * Id in clusters.json.
         */
        id: string;
        /**
         * Name for people.
         */
        label: string;
      } | null;
      /**
       * The fullest copy of the same case.
       */
      duplicate_of: CaseId | null;
      /**
       * Part of the letters that stand in none of the passages.
       */
      own_share: number;
      /**
       * Key of a facet of facets.json -> keys of the values that the case has, in order; a facet of which it has none is left out. So a case is kept by a value where facets[facet.key] includes value.key.
       */
      facets: {
        /**
         * @minItems 1
         */
        [k: string]: [string, ...string[]];
      };
      /**
       * How many findings it has, and how many of its figures contradict each other.
       */
      counts: {
        /**
         * How many practices.
         */
        practices: number;
        /**
         * How many problems.
         */
        problems: number;
        /**
         * How many quantities.
         */
        quantities: number;
        /**
         * How many dates.
         */
        dates: number;
        /**
         * How many figures that contradict each other.
         */
        conflicts: number;
      };
      /**
       * How its text begins, on one line, without its title.
       */
      opening: string;
      /**
       * Its practices, in the order of the text.
       */
      practices: {
        id: FindingId;
        /**
         * The words: text[start:end].
         */
        text: string;
        /**
         * Id of the theme.
         */
        theme: string;
        /**
         * Whether it was done, is planned, or is proposed to others.
         */
        status: "done" | "planned" | "proposed";
      }[];
      /**
       * Its problems, in the order of the text.
       */
      problems: {
        id: FindingId;
        /**
         * The words: text[start:end].
         */
        text: string;
        /**
         * Id of the category.
         */
        category: string;
        /**
         * Whether it is present, was solved, is warned of, or is told of in general.
         */
        status: "present" | "solved" | "warned" | "general";
      }[];
      /**
       * Path of the case's own file in the catalogue.
       */
      file: string;
      /**
       * Hash of that file.
       */
      sha256: string;
    },
    ...{
      /**
       * Stable id of the case.
       */
      id: string;
      /**
       * Its title.
       */
      title: string;
      /**
       * The place that it tells of, as the text names it; null where it names none.
       */
      place: string | null;
      /**
       * Level of the place.
       */
      place_level: "省" | "市" | "县" | "区" | "镇" | "村" | "社区" | "机关" | "企业" | "高校" | "不明";
      /**
       * Six digits (GB/T 2260) of the place, or of the deepest county, city or province in which its name or the beginning of the article puts it (太仓市城厢镇: 320585); null where no list has the name, where it is masked, or where several places bear it and neither the title, byline, signature or issuing body nor the words around it name province or city.
       */
      place_code: string | null;
      /**
       * The body that it tells of; null where the text names none.
       */
      organisation: string | null;
      /**
       * From the earliest to the latest time named for what was done or reached. Years of policies, laws, meetings of those above, plans, founding dates, titles and bylines do not count, nor do those after the day of writing; relative dates count where they could be resolved. `to` is null where it went on (2019年以来, 目前) and no later time is named. Null where no time is named.
       */
      period: {
        /**
         * ISO 8601 cut to what is known.
         */
        from: string;
        /**
         * ISO 8601 cut to what is known; null where it goes on.
         */
        to: string | null;
      } | null;
      /**
       * First code point in the document's text.
       */
      start: number;
      /**
       * Code point after the last.
       */
      end: number;
      utf16: Utf16Range;
      /**
       * The document that holds the case.
       */
      document: {
        /**
         * Names documents/<id>.json.
         */
        id: string;
        /**
         * Path below the source folder.
         */
        name: string;
      };
      /**
       * What the article of the case says of itself.
       */
      about: {
        /**
         * Id of the kind of text (speech, summary, survey …).
         */
        kind: string | null;
        /**
         * ISO 8601 cut to what is known.
         */
        date: string | null;
        /**
         * Who signed it.
         */
        author: string | null;
        /**
         * The body that issued it.
         */
        issuer: string | null;
        /**
         * Number of the document (发文字号).
         */
        number: string | null;
      };
      /**
       * The cluster of the case; null where it is like no other.
       */
      cluster: {
        /**
         * Id in clusters.json.
         */
        id: string;
        /**
         * Name for people.
         */
        label: string;
      } | null;
      /**
       * The fullest copy of the same case.
       */
      duplicate_of: CaseId | null;
      /**
       * Part of the letters that stand in none of the passages.
       */
      own_share: number;
      /**
       * Key of a facet of facets.json -> keys of the values that the case has, in order; a facet of which it has none is left out. So a case is kept by a value where facets[facet.key] includes value.key.
       */
      facets: {
        /**
         * @minItems 1
         */
        [k: string]: [string, ...string[]];
      };
      /**
       * How many findings it has, and how many of its figures contradict each other.
       */
      counts: {
        /**
         * How many practices.
         */
        practices: number;
        /**
         * How many problems.
         */
        problems: number;
        /**
         * How many quantities.
         */
        quantities: number;
        /**
         * How many dates.
         */
        dates: number;
        /**
         * How many figures that contradict each other.
         */
        conflicts: number;
      };
      /**
       * How its text begins, on one line, without its title.
       */
      opening: string;
      /**
       * Its practices, in the order of the text.
       */
      practices: {
        id: FindingId;
        /**
         * The words: text[start:end].
         */
        text: string;
        /**
         * Id of the theme.
         */
        theme: string;
        /**
         * Whether it was done, is planned, or is proposed to others.
         */
        status: "done" | "planned" | "proposed";
      }[];
      /**
       * Its problems, in the order of the text.
       */
      problems: {
        id: FindingId;
        /**
         * The words: text[start:end].
         */
        text: string;
        /**
         * Id of the category.
         */
        category: string;
        /**
         * Whether it is present, was solved, is warned of, or is told of in general.
         */
        status: "present" | "solved" | "warned" | "general";
      }[];
      /**
       * Path of the case's own file in the catalogue.
       */
      file: string;
      /**
       * Hash of that file.
       */
      sha256: string;
    }[]
  ];
}
/**
 * Ids that an earlier catalogue in this place had and this one has not, with what took their place: tombstones.json. They are kept over all later builds; an id that comes back has none.
 */
export interface Tombstones {
  schema: "urn:jingyan:schema:tombstones:1";
  /**
   * By kind and id.
   */
  tombstones: {
    /**
     * The id that is gone.
     */
    id: string;
    /**
     * What it was the id of. Others may be added.
     */
    kind: "case" | "cluster" | "document" | "practice_cluster";
    /**
     * What it was called last: title of a case, label of a cluster, name of a document; null in the public profile and where it is not known.
     */
    title: string | null;
    /**
     * Id, of the same kind and in this catalogue, of what took its place: the copy of the case that is still there, the case of its document that holds most of its words; the document with its name, its content or its cases; the cluster that most of its members went to. Null where nothing did.
     */
    superseded_by: string | null;
  }[];
}
