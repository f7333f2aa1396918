"""What the sample clinic has whether or not a client comes: places, clinicians, codes, programs, settings, users."""

from datetime import date
from itertools import chain

from perdiem_sample.rows import (
    BillingCode,
    Clinician,
    CodeInGroup,
    Facility,
    Location,
    Program,
    Row,
    Setting,
    UserGroup,
    UserInGroup,
)

IOP, PHP = "IOP", "PHP"

FACILITIES = (
    Facility("cedar", "Cedar Sample Clinic", "NC", "America/New_York"),
    Facility("juniper", "Juniper Sample Clinic", "NC", "America/New_York"),
    Facility("saguaro", "Saguaro Sample Clinic", "AZ", "America/Phoenix"),
)

LOCATIONS = tuple(
    Location(f"{facility.facility_id}-{place}", facility.facility_id, f"{facility.name}, {room}")
    for facility in FACILITIES
    for place, room in ((IOP.lower(), "evening rooms"), (PHP.lower(), "day hospital"), ("office", "offices"))
)

# Place-of-service codes: office, partial hospitalization, substance abuse treatment without residence.
OFFICE, DAY_HOSPITAL, OUTPATIENT_TREATMENT = "11", "52", "57"
LOCATION_CODES = {IOP: OUTPATIENT_TREATMENT, PHP: DAY_HOSPITAL}

# A real NPI starts with 1 or 2.
CLINICIANS = tuple(
    Clinician(f"clinician-{number:02}", f"{given} Sample, {licence}", f"{number:010}")
    for number, (given, licence) in enumerate(
        zip(
            ("Ash Birch Cedar Dale Elm Fern Glen Hazel Ivy Jade Kai Lark "
             "Maple Noor Oak Perry Quill Reed Sage Thorn Umber Vale Wren Yarrow").split(),
            ("LCSW", "PhD", "LPC", "MD", "LCAS", "RN") * 4,
            strict=True,
        ),
        start=1,
    )
)  # fmt: skip


def clinicians_at(facility_id: str) -> list[str]:
    """The ids of the clinicians who work at a facility. Each works at one, equally many at all."""
    place = [facility.facility_id for facility in FACILITIES].index(facility_id)
    count = len(CLINICIANS) // len(FACILITIES)
    return [clinician.clinician_id for clinician in CLINICIANS[place * count : (place + 1) * count]]


NON_BILLABLE_CODES = {
    IOP: {
        "602": "IOP service, generic",
        "IND THPY": "IOP individual therapy",
        "GROUP": "IOP group",
        "ACU": "Acupuncture",
        "NUTRI": "Nutrition",
        "EDU": "Education",
    },
    PHP: {
        "PHP GROUP": "Day hospital group",
        "PHP IND": "Day hospital individual session",
        "PHP NURSE": "Day hospital nursing",
        "PHP EDU": "Day hospital education",
    },
}

# Put among the codes that count toward an evening, though it is billed by itself. Nobody has used it yet.
SCREENING = BillingCode("H0003", "Alcohol or drug screening, laboratory", is_billable=True)

BILLABLE_CODES = {
    IOP: {
        "0905": "Intensive outpatient services, psychiatric",
        "H0015": "Intensive outpatient, alcohol or drug services",
        "S9480": "Intensive outpatient psychiatric services, per diem",
    },
    PHP: {
        "0912": "Partial hospitalization, less intensive",
        "0913": "Partial hospitalization, intensive",
        "H0035": "Mental health partial hospitalization, under 24 hours",
    },
}

# Billed one service at a time, beside the programs.
PROFESSIONAL_CODES = {
    "90791": "Psychiatric diagnostic evaluation",
    "90834": "Psychotherapy, 45 minutes",
    "90837": "Psychotherapy, 60 minutes",
    "90847": "Family psychotherapy, client present",
    "90853": "Group psychotherapy",
    "97530": "Therapeutic activities, 15 minutes",
    "97535": "Self-care training, 15 minutes",
    "99213": "Office visit, established patient",
    "H0004": "Behavioral health counseling, 15 minutes",
    "H2017": "Psychosocial rehabilitation, 15 minutes",
    "J2315": "Naltrexone injection, 1 mg",
    "S9446": "Patient education, group",
    "T1016": "Case management, 15 minutes",
}

GROUP_NAMES = {
    IOP: ("IOP Non Billable Group", "IOP Billable Group"),
    PHP: ("PHP Non Billable Group", "PHP Billable Group"),
}

PROGRAMS = (
    Program(IOP, "Intensive outpatient program", *GROUP_NAMES[IOP], weekly_minimum_minutes=360),
    Program(PHP, "Partial hospitalization program", *GROUP_NAMES[PHP], weekly_minimum_minutes=720),
)

OPENED = date(2015, 1, 1)
PHP_LONGER_NOTE = date(2016, 6, 20)
PHP_HIGHER_THRESHOLD = date(2016, 7, 4)

SETTINGS = (
    Setting(508, "*", OPENED, "1"),
    Setting(508, PHP, OPENED, "2"),
    Setting(508, PHP, PHP_HIGHER_THRESHOLD, "3"),
    Setting(509, "*", OPENED, "180"),
    Setting(509, PHP, OPENED, "240"),
    Setting(509, PHP, PHP_LONGER_NOTE, "300"),
    Setting(510, "*", OPENED, "IOP Notification Group"),
    Setting(510, PHP, OPENED, "PHP Notification Group"),
    Setting(512, "*", OPENED, "2"),
    Setting(512, PHP, OPENED, "3"),
    Setting(512, PHP, PHP_HIGHER_THRESHOLD, "2"),
)

USERS = (
    UserInGroup("IOP Notification Group", "user-01", "iop.biller@example.org"),
    UserInGroup("IOP Notification Group", "user-02", "iop.coordinator@example.org"),
    UserInGroup("IOP Notification Group", "user-03", None),
    UserInGroup("PHP Notification Group", "user-04", "php.biller@example.com"),
    UserInGroup("PHP Notification Group", "user-05", "utilization.review@example.com"),
    UserInGroup("Front Desk", "user-06", "front.desk@example.org"),
)


def in_force(number: int, program_id: str, service_date: date) -> int:
    """The value of a setting that is a number, as in force for a program on a service date."""
    rows = [row for row in SETTINGS if row.setting_number == number and row.effective_from <= service_date]
    owner = program_id if any(row.program_id == program_id for row in rows) else "*"
    return int(max((row for row in rows if row.program_id == owner), key=lambda row: row.effective_from).value)


def rows() -> list[Row]:
    """Every row of the tables that this module fills."""
    codes = [
        BillingCode(code, description, is_billable)
        for by_code, is_billable in (
            *((by_code, False) for by_code in NON_BILLABLE_CODES.values()),
            *((by_code, True) for by_code in BILLABLE_CODES.values()),
            (PROFESSIONAL_CODES, True),
        )
        for code, description in by_code.items()
    ]
    groups = [
        CodeInGroup(group_name, code)
        for program_id, (non_billable, billable) in GROUP_NAMES.items()
        for group_name, by_code in (
            (non_billable, NON_BILLABLE_CODES[program_id]),
            (billable, BILLABLE_CODES[program_id]),
        )
        for code in by_code
    ]
    codes.append(SCREENING)
    groups.append(CodeInGroup(GROUP_NAMES[IOP][0], SCREENING.billing_code))
    user_groups = [UserGroup(name) for name in dict.fromkeys(user.group_name for user in USERS)]
    return list(chain(FACILITIES, LOCATIONS, CLINICIANS, codes, groups, PROGRAMS, SETTINGS, user_groups, USERS))
