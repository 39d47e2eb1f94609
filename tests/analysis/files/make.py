"""Make the awkward files of this folder again; everybody and everything in them is invented.

Needs LibreOffice (soffice), R (Rscript), and the Python packages of requirements.txt; CI has none
of the first two, so the files are kept. Run it in this folder: ``python make.py``.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import subprocess
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyreadstat
import xlsxwriter

HERE = Path(__file__).resolve().parent
ROWS = 24
LOCALES = {"de": ("de-DE", 1031), "fr": ("fr-FR", 1036), "sv": ("sv-SE", 1053),
           "en": ("en-US", 1033)}
WORDS = {
    "de": (["Mitgliedsnr.", "Eingetreten", "Beruf", "Tagesgage", "KI bedroht meine Arbeit",
            "Verlorene Arbeit", "Anmerkung"],
           ["Maske", "Haare", "Styling", "Fotografie"],
           ["Stimme überhaupt nicht zu", "Stimme eher nicht zu", "Teils/teils", "Stimme eher zu",
            "Stimme voll und ganz zu", "Keine Angabe"],
           ["E-Commerce", "Kampagne", "Laufsteg"], "Größe; \"Fuß\", Straße"),
    "fr": (["N° adhérent", "Entrée", "Métier", "Cachet", "L'IA menace mon travail",
            "Travail perdu", "Remarque"],
           ["Maquillage", "Coiffure", "Stylisme", "Photographie"],
           ["Pas du tout d'accord", "Plutôt pas d'accord", "Ni d'accord ni pas d'accord",
            "Plutôt d'accord", "Tout à fait d'accord", "Ne sait pas"],
           ["e-commerce", "campagne", "défilé"], "Très « cher » ; déçue, à l'été"),
    "sv": (["Medlemsnummer", "Inträde", "Yrke", "Arvode", "AI hotar mitt arbete",
            "Förlorat arbete", "Kommentar"],
           ["Smink", "Hår", "Styling", "Foto"],
           ["Instämmer inte alls", "Instämmer delvis inte", "Varken eller", "Instämmer delvis",
            "Instämmer helt", "Vill ej svara"],
           ["e-handel", "kampanj", "visning"], "Även å, ä och ö"),
    "en": (["Member no", "Joined", "Trade", "Day rate", "AI threatens my work",
            "Lost work", "Comment"],
           ["Make-up", "Hair", "Styling", "Photography"],
           ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree",
            "Strongly agree", "Prefer not to say"],
           ["e-commerce", "campaign", "runway"], "Said \"maybe\", then\nleft the line"),
}


def members(language: str) -> tuple[list[str], list[list[object]]]:
    """Header and rows of an invented member survey."""
    header, trades, scale, lost, comment = WORDS[language]
    draw = random.Random(language)
    rows = []
    for number in range(ROWS):
        rows.append([
            f"00{number + 117}", dt.date(2019, 1, 14) + dt.timedelta(days=41 * number),
            draw.choice(trades), round(draw.uniform(180, 2400), 2), scale[number % len(scale)],
            ";".join(sorted(draw.sample(lost, 1 + number % 2))), comment if number == 3 else "",
        ])
    return header, rows


def write_source(path: Path, language: str, *, preamble: int = 0) -> None:
    """A workbook with dates, amounts and texts formatted as its user would."""
    header, rows = members(language)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        text, day, money = (book.add_format({"num_format": one}) for one in ("@", 14, 4))
        for line in range(preamble):
            sheet.write(line, 0, ["Member survey, invented", "as of 1 March 2025", ""][line % 3])
        for column, name in enumerate(header):
            sheet.write(preamble, column, name)
        for line, row in enumerate(rows, start=preamble + 1):
            sheet.write_string(line, 0, str(row[0]), text)
            sheet.write_datetime(line, 1, dt.datetime.combine(row[1], dt.time()), day)
            sheet.write_number(line, 3, float(row[3]), money)
            for column in (2, 4, 5, 6):
                sheet.write_string(line, column, str(row[column]))


def libreoffice(source: Path, target: Path, language: str, options: str) -> None:
    """Have LibreOffice in that locale save the workbook otherwise."""
    locale, _ = LOCALES[language]
    with tempfile.TemporaryDirectory() as folder:
        user = Path(folder) / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items '
            'xmlns:oor="http://openoffice.org/2001/registry" '
            'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" '
            f'oor:op="fuse"><value>{locale}</value></prop></item></oor:items>', encoding="utf-8")
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
             "--convert-to", target.suffix[1:] + (f":{options}" if options else ""), "--outdir",
             folder, str(source)], check=True, capture_output=True, timeout=120)
        target.write_bytes((Path(folder) / f"{source.stem}{target.suffix}").read_bytes())


def csv_options(separator: int, charset: str, language: str) -> str:
    """Options of LibreOffice's CSV filter: cells as shown."""
    return (f"Text - txt - csv (StarCalc):{separator},34,{charset},1,,{LOCALES[language][1]},"
            "false,true,true")


def from_libreoffice(folder: Path) -> None:
    """Four locales, three encodings, a preamble, a workbook, and two kinds that are refused."""
    for language, separator, charset, preamble in (
        ("de", 59, "76", 0), ("fr", 59, "1", 0), ("sv", 9, "65535", 0), ("en", 44, "76", 0),
    ):
        source = folder / f"{language}.xlsx"
        write_source(source, language, preamble=preamble)
        libreoffice(source, HERE / f"libreoffice_{language}.csv", language,
                    csv_options(separator, charset, language))
    source = folder / "preamble.xlsx"
    write_source(source, "de", preamble=3)
    libreoffice(source, HERE / "libreoffice_de_preamble.csv", "de", csv_options(59, "76", "de"))
    libreoffice(source, HERE / "libreoffice_preamble.ods", "de", "")
    libreoffice(HERE / "libreoffice_preamble.ods", HERE / "libreoffice_preamble.xlsx", "de", "")
    libreoffice(folder / "en.xlsx", HERE / "libreoffice_old.xls", "en", "")


def from_r() -> None:
    """R's write.csv, write.csv2 in Latin-1, write.table with its short header."""
    _, rows = members("en")
    data = HERE / "for_r.csv"
    names = ["member", "joined", "trade", "rate", "threat", "lost", "comment"]
    with data.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(names)
        for number, row in enumerate(rows):
            writer.writerow(["" if number % 7 == 5 and place == 3 else str(cell)
                             for place, cell in enumerate(row)])
    script = """
    d <- read.csv("for_r.csv", colClasses = c(member = "character"), na.strings = "")
    d$trade <- factor(d$trade); d$joined <- as.Date(d$joined); d$city <- "Malm\\u00f6"
    write.csv(d, "r_write_csv.csv")
    write.csv2(d, "r_write_csv2_latin1.csv", row.names = FALSE, fileEncoding = "latin1")
    write.table(d, "r_write_table.txt", sep = "\\t", quote = FALSE)
    """
    subprocess.run(["Rscript", "-e", script], cwd=HERE, check=True, capture_output=True)
    data.unlink()


def from_python() -> None:
    """The libraries of the trade: pandas, polars, DuckDB, pyreadstat, XlsxWriter, csv."""
    header, rows = members("en")
    frame = pd.DataFrame(rows, columns=header)
    frame["Joined"] = pd.to_datetime(frame["Joined"])
    frame.loc[2, "Day rate"] = None
    frame["Twin made"] = [number % 3 == 0 for number in range(ROWS)]
    frame.to_csv(HERE / "pandas_index.csv")
    frame.to_csv(HERE / "pandas_bar_1252.csv", index=False, sep="|", encoding="cp1252",
                 decimal=",", date_format="%d/%m/%Y")
    scale = pd.CategoricalDtype(WORDS["en"][2][:5], ordered=True)
    threat = frame["AI threatens my work"]
    threat = threat.where(threat.isin(scale.categories))
    typed = frame.assign(**{"AI threatens my work": threat.astype(scale)},
                         Score=[None if n == 4 else n % 5 + 1 for n in range(ROWS)])
    typed.to_parquet(HERE / "pandas.parquet", index=False)
    lists = pl.DataFrame({
        "trade": [row[2] for row in rows], "lost": [str(row[5]).split(";") for row in rows],
        "year": [row[1].year for row in rows]})
    lists.write_parquet(HERE / "polars_lists.parquet")
    with (HERE / "python_csv_lines.csv").open("w", newline="", encoding="utf-8-sig") as lines:
        writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
        writer.writerows([header, *rows])
    bookings = duckdb.sql("select * from read_csv('../../../data/ledger/bookings.csv', "
                          "all_varchar = true) limit 40")
    bookings.write_csv("duckdb_bookings.csv")
    bookings.write_parquet("duckdb_bookings.parquet")


def from_spss() -> None:
    """What SPSS users send: labels, user-missing, measures; written by ReadStat (pyreadstat)."""
    draw = random.Random("spss")
    frame = pd.DataFrame({
        "id": [float(1000 + n) for n in range(ROWS)],
        "trade": [float(n % 3 + 1) for n in range(ROWS)],
        "threat": [float([1, 2, 3, 4, 5, 97, 98, 99][n % 8]) for n in range(ROWS)],
        "rate": [99999.0 if n == 5 else float(draw.randrange(150, 900)) for n in range(ROWS)],
        "lost_1": [float(n % 2) for n in range(ROWS)],
        "wt": [round(draw.uniform(0.5, 2), 3) for _ in range(ROWS)],
        "born": [dt.date(1980, 1, 1) + dt.timedelta(days=200 * n) for n in range(ROWS)],
        "said": ["" if n % 2 else f"comment {n}" for n in range(ROWS)],
    })
    common = {
        "column_labels": ["Respondent", "Your trade", "AI threatens my work", "Day rate (EUR)",
                          "Lost e-commerce work", "Weight", "Date of birth", "Anything else?"],
        "variable_value_labels": {
            "trade": {1: "Make-up", 2: "Hair", 3: "Styling"},
            "threat": {1: "Strongly disagree", 2: "Disagree", 3: "Neither agree nor disagree",
                       4: "Agree", 5: "Strongly agree", 97: "Not asked", 98: "Don't know",
                       99: "Refused"},
            "rate": {99999: "Refused"}, "lost_1": {0: "No", 1: "Yes"}},
        "missing_ranges": {"threat": [{"lo": 97, "hi": 99}], "rate": [99999]},
        "variable_measure": {"id": "nominal", "trade": "nominal", "threat": "ordinal",
                             "rate": "scale", "wt": "scale", "lost_1": "nominal"},
    }
    pyreadstat.write_sav(frame, str(HERE / "spss.sav"), **common)
    pyreadstat.write_sav(frame, str(HERE / "spss_compressed.zsav"), compress=True, **common)


def from_xlsxwriter() -> None:
    """A workbook with a cover sheet, codes as text, true dates and a true/false column."""
    header, rows = members("de")
    with xlsxwriter.Workbook(str(HERE / "xlsxwriter_sheets.xlsx")) as book:
        cover = book.add_worksheet("Deckblatt")
        cover.write(1, 1, "Mitgliederbefragung (erfunden)")
        sheet = book.add_worksheet("Antworten")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(2, 1, [*header, "Zwilling"])
        for line, row in enumerate(rows, start=3):
            sheet.write_string(line, 1, str(row[0]))
            sheet.write_datetime(line, 2, dt.datetime.combine(row[1], dt.time()), day)
            sheet.write_row(line, 3, row[2:])
            sheet.write_boolean(line, 8, line % 2 == 0)


def from_libreoffice_ledger(folder: Path) -> None:
    """A German agency's bookings, saved by LibreOffice in German."""
    header = ["Auftragsnummer", "Art", "Status", "Gebucht am", "Shootingdatum", "Kunde",
              "Modell-Nr.", "Kategorie", "Land", "Tage", "Honorar", "Währung", "Abrechnung",
              "Bezahlt an", "Provision", "Gekennzeichnet", "Eigentümer"]
    draw = random.Random("ledger")
    source = folder / "ledger.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet("Buchungen")
        day, money, share = (book.add_format({"num_format": one}) for one in (14, 4, 9))
        sheet.write_row(0, 0, header)
        for line in range(1, 21):
            twin = line % 5 == 0
            work = dt.datetime(2025, 2, 1) + dt.timedelta(days=3 * line)
            sheet.write_row(line, 0, [
                f"A-{line:03d}", "digitaler Zwilling" if twin else "Mensch",
                "storniert" if line == 7 else "erledigt"])
            sheet.write_datetime(line, 3, work - dt.timedelta(days=9), day)
            sheet.write_datetime(line, 4, work, day)
            sheet.write_row(line, 5, [
                draw.choice(["Haus Nord", "Haus Süd"]), f"M{draw.randrange(1, 6)}",
                draw.choice(["Lookbook", "Onlineshop", "Laufsteg"]),
                draw.choice(["Deutschland", "Österreich"])])
            sheet.write_number(line, 9, 1.5 if line % 4 == 0 else 1)
            sheet.write_number(line, 10, draw.randrange(300, 2500) + 0.5, money)
            sheet.write_row(line, 11, ["€", "pro Bild" if twin else "Tagessatz", "Agentur"])
            sheet.write_number(line, 14, 0.2, share)
            sheet.write_row(line, 15, ["ja" if twin else "nein", "Marke" if twin else ""])
    libreoffice(source, HERE / "libreoffice_de_bookings.csv", "de", csv_options(59, "76", "de"))
    libreoffice(source, HERE / "libreoffice_de_bookings_1252.csv", "de",
                csv_options(59, "1", "de"))


def imitations() -> None:
    """Formats of form services and of accidents, written by hand after how they are known to be."""
    scale, lost = WORDS["en"][2], WORDS["en"][3]
    draw = random.Random("forms")
    picked = [", ".join(sorted(draw.sample(lost, 1 + n % 2))) for n in range(ROWS)]
    google = [["Timestamp", "Email Address", "What is your trade?",
               "How far do you agree? [AI threatens my work]", "What work did you lose?"]]
    google += [[f"2025/03/{n + 1:02d} {n % 12 + 1}:05:09 PM GMT+1", f"person{n}@example.org",
                WORDS["en"][1][n % 4], scale[n % 5], picked[n]] for n in range(ROWS)]
    _write("google_forms.csv", google, quoting=csv.QUOTE_MINIMAL)
    with xlsxwriter.Workbook(str(HERE / "microsoft_forms.xlsx")) as book:
        sheet = book.add_worksheet("Form1")
        when = book.add_format({"num_format": "m/d/yy h:mm:ss"})
        sheet.write_row(0, 0, ["ID", "Start time", "Completion time", "Email", "Name",
                               "Which work did you lose?", "How worried are you?"])
        for n in range(ROWS):
            begun = dt.datetime(2025, 3, 1 + n, 9, 30, 12)
            sheet.write_number(n + 1, 0, n + 1)
            sheet.write_datetime(n + 1, 1, begun, when)
            sheet.write_datetime(n + 1, 2, begun + dt.timedelta(minutes=7), when)
            sheet.write_row(n + 1, 3, [
                "anonymous", "", picked[n].replace(", ", ";") + ";",
                ["Not at all", "Slightly", "Very"][n % 3]])
    monkey = [["Respondent ID", "Start Date", "What work did you lose?", "", "",
               "How worried are you?"], ["", "", "e-commerce", "campaign", "runway", "Response"]]
    monkey += [[str(118000000 + n), f"03/{n + 1:02d}/2025 09:30:12",
                *(one if one in picked[n] else "" for one in lost),
                ["Not at all", "Somewhat", "Extremely"][n % 3]] for n in range(ROWS)]
    _write("surveymonkey.csv", monkey, encoding="utf-8-sig")
    qualtrics = [["StartDate", "IPAddress", "ResponseId", "Q1", "Q2_1"],
                 ["Start Date", "IP Address", "Response ID", "Your trade", "AI threatens my work"],
                 [f'{{"ImportId":"{one}"}}' for one in
                  ("startDate", "ipAddress", "_recordId", "QID1", "QID2_1")]]
    qualtrics += [[f"2025-03-{n + 1:02d} 09:30:12", f"192.0.2.{n + 1}", f"R_{n:08x}",
                   WORDS["en"][1][n % 4], str(n % 5 + 1)] for n in range(ROWS)]
    _write("qualtrics.csv", qualtrics, quoting=csv.QUOTE_ALL)
    lime = [["id", "submitdate", "lastpage", "trade", "lost[SQ001]", "lost[SQ002]"]]
    lime += [[str(n + 1), f"2025-03-{n + 1:02d} 09:30:12", "3", WORDS["de"][1][n % 4],
              "Ja" if n % 2 else "Nein", "Nein" if n % 3 else "Ja"] for n in range(ROWS)]
    _write("limesurvey.csv", lime, quoting=csv.QUOTE_ALL)
    _accidents()


def _accidents() -> None:
    rows = [[str(n), WORDS["en"][1][n % 4], str(20 + n)] for n in range(ROWS)]
    lines = ["sep=;", "nr;trade;age", *(";".join(row) for row in rows)]
    (HERE / "excel_sep_line.csv").write_bytes(("\r\n".join(lines) + "\r\n").encode("utf-8"))
    broken = [",".join(row) for row in rows]
    broken[4] = '4,"Make-up,24'
    broken[9] = '9,Hair "and" nails,29'
    broken[12] = '12,"Hair",32,extra'
    broken[15] = "15,Hair"
    broken[18] = '18,"two\nlines",38'
    text = "\n".join(["nr,trade,age", *broken, "", "Total 24 rows"]) + "\n"
    (HERE / "broken_quotes_ragged.csv").write_text(text, encoding="utf-8")
    nul = "\n".join(["nr,trade,age,,age", *(",".join([*row, "", row[2]]) for row in rows)])
    data = nul.encode().replace(b"Hair", b"Ha\x00ir")
    (HERE / "nul_bytes_double_headers.csv").write_bytes(data)
    mac = "\r".join(["nr;trade;rate", *(f"{row[0]};{row[1]};1'{n:03d}.50"
                                        for n, row in enumerate(rows))])
    (HERE / "mac_returns_swiss.csv").write_bytes(mac.encode("mac-roman"))
    (HERE / "mixed_encoding.csv").write_bytes(
        b"nr,city\n" + "".join(f"{n},Malmö\n" for n in range(23)).encode()
        + "23,Malmö\n".encode("cp1252"))


def _write(name: str, rows: list[list[str]], *, encoding: str = "utf-8",
           quoting: int = csv.QUOTE_MINIMAL) -> None:
    with (HERE / name).open("w", newline="", encoding=encoding) as lines:
        csv.writer(lines, quoting=quoting).writerows(rows)


def main() -> None:
    """Make every file."""
    with tempfile.TemporaryDirectory() as folder:
        from_libreoffice(Path(folder))
        from_libreoffice_ledger(Path(folder))
    from_r()
    from_python()
    from_spss()
    from_xlsxwriter()
    imitations()


if __name__ == "__main__":
    main()
