"""The sample's payers: which codes they authorize, what a day's note takes of an authorization, what they pay."""

from datetime import date, timedelta
from decimal import Decimal

from perdiem_sample.catalogue import IOP, OPENED, PHP
from perdiem_sample.rows import Fee, Payer

MEDICARE, MEDICAID_NC, MEDICAID_AZ = "medicare", "medicaid-nc", "medicaid-az"
EVERGREEN, HARBOR, FOOTHILLS = "evergreen", "harbor", "foothills"
EXAMPLES = "set-up-examples"

PAYERS = (
    Payer(MEDICARE, "Medicare"),
    Payer(MEDICAID_NC, "Medicaid, North Carolina"),
    Payer(MEDICAID_AZ, "Medicaid, Arizona"),
    Payer(EVERGREEN, "Evergreen Sample Mutual"),
    Payer(HARBOR, "Harbor Sample Health Plan"),
    Payer(FOOTHILLS, "Foothills Sample Employers Trust"),
    # Its rules are there to be found fault with.
    Payer(EXAMPLES, "Set-up examples: no client has this payer"),
)

# What a payer authorizes for a program, level by level: a client steps down from one code to the next.
LEVELS = {
    (MEDICARE, IOP): ("0905",),
    (MEDICARE, PHP): ("0913", "0912"),
    (MEDICAID_NC, IOP): ("H0015",),
    (MEDICAID_NC, PHP): ("H0035",),
    (MEDICAID_AZ, IOP): ("S9480",),
    (MEDICAID_AZ, PHP): ("H0035",),
    (EVERGREEN, IOP): ("0905", "S9480"),
    (EVERGREEN, PHP): ("0913", "0912"),
    (HARBOR, IOP): ("H0015", "H0015", "S9480"),
    (HARBOR, PHP): ("0912",),
    (FOOTHILLS, IOP): ("0905",),
}

# Foothills' contract was entered again on this day, with 240 minutes for a unit: IOP's 180 make none.
FOOTHILLS_SLIP = date(2016, 7, 18)
EVERGREEN_RAISE = date(2016, 7, 1)
DAY = timedelta(days=1)

# Dollars for a unit.
RATES = {
    MEDICARE: {
        "0905": "212.50", "0912": "221.00", "0913": "318.75", "90791": "131.25", "90834": "84.75",
        "90837": "127.50", "99213": "73.50", "97530": "33.25", "97535": "34.00",
    },
    MEDICAID_NC: {
        "H0015": "151.25", "H0035": "187.50", "90791": "118.00", "90834": "71.50", "90837": "104.25",
        "H0004": "21.75", "T1016": "18.50",
    },
    MEDICAID_AZ: {
        "S9480": "162.00", "H0035": "241.25", "90791": "121.50", "90834": "76.25", "90837": "109.75",
        "H2017": "19.25", "J2315": "3.10", "S9446": "24.00",
    },
    EVERGREEN: {
        "S9480": "240.00", "0912": "345.00", "0913": "430.00", "90791": "165.00", "90834": "105.00",
        "90837": "150.00", "90853": "48.00", "99213": "96.00", "J2315": "3.45",
    },
    # Harbor's rate for S9480 was never entered.
    HARBOR: {"H0015": "95.00", "0912": "310.00", "90791": "150.00", "90834": "95.00", "T1016": "22.00"},
    FOOTHILLS: {"0905": "255.00", "90834": "98.00"},
}  # fmt: skip

FEES = (
    *(Fee(payer_id, code, OPENED, None, Decimal(rate)) for payer_id in RATES for code, rate in RATES[payer_id].items()),
    Fee(EVERGREEN, "0905", OPENED, EVERGREEN_RAISE - DAY, Decimal("265.00")),
    Fee(EVERGREEN, "0905", EVERGREEN_RAISE, None, Decimal("275.00")),
)


def per_diem_units(payer_id: str, billing_code: str, service_date: date) -> Decimal:
    """The units of a per-diem note: hours at Harbor, none after Foothills' slip, else one."""
    if (payer_id, billing_code) == (HARBOR, "H0015"):
        return Decimal(3)
    if payer_id == FOOTHILLS and service_date >= FOOTHILLS_SLIP:
        return Decimal(0)
    return Decimal(1)


def unit_rate(payer_id: str, billing_code: str, service_date: date) -> Decimal | None:
    """What the payer pays for a unit on a date, or None where no fee is in force."""
    for fee in FEES:
        if (fee.payer_id, fee.billing_code) == (payer_id, billing_code) and (
            fee.effective_from <= service_date <= (fee.effective_to or date.max)
        ):
            return fee.unit_rate
    return None
