# ruff: noqa: RUF001, SIM905 -- other scripts are the point here; long lists read best as prose
"""Name parts of clients, people and programmes. All are made up."""

from typing import Final

PLACE_HEADS: Final = (
    "Marle Quen Ravel Tarrin Orle Velmer Hesker Corven Wynter Fenner Skelder Aldren Peller "
    "Garsin Lother Merrin Osker Russen Sallow Trevan Uller Wender Yarrel Brinder Caldren Drumen "
    "Elsing Farrel Grendel Hollin Ivel Jessel Kerrin Lunder Mossel Ansty Bevern Cresslow Dorvel "
    "Embel"
).split()
PLACE_TAILS: Final = (
    "combe wick stoke mouth bury ford hollow dale ness thwaite minster ley sett garth holme "
    "worth mere cross haven bridge"
).split()
PLACE_SIDES: Final = ("", "North ", "South ", "East ", "West ", "Upper ", "Great ", "New ")

SECTORS: Final[dict[str, tuple[str, ...]]] = {
    "Energy": ("{} Energy", "{} Power Networks", "{} Offshore Wind", "{} Gas Distribution"),
    "Health": (
        "{} NHS Foundation Trust",
        "{} Hospitals NHS Trust",
        "{} Community Health",
        "{} Ambulance Service",
    ),
    "Local government": (
        "{} Borough Council",
        "{} County Council",
        "{} District Council",
        "{} Combined Authority",
    ),
    "Retail": ("{} & Daughters", "{} Stores", "{} Family Grocers", "House of {}"),
    "Banking": ("{} Bank", "{} Building Society", "{} Private Wealth", "{} Credit Union"),
    "Insurance": ("{} Mutual", "{} Assurance", "{} Life & Pensions"),
    "Higher education": (
        "University of {}",
        "{} Metropolitan University",
        "{} College of Art",
        "{} School of Mines",
    ),
    "Rail": ("{} Trains", "{} Light Railway", "{} Rail Infrastructure"),
    "Water": ("{} Water Services", "{} Rivers & Sewers", "{} Reservoirs"),
    "Charity": ("{} Hospice", "{} Children's Charity", "{} Relief", "{} Heritage Trust"),
    "Pharma": ("{} Pharma", "{} Biosciences", "{} Therapeutics"),
    "Games and media": ("{} Games", "{} Interactive", "{} Pictures", "{} Press"),
    "Housing": ("{} Homes", "{} Housing Association", "{} Living"),
    "Manufacturing": ("{} Engineering", "{} Castings", "{} Ceramics", "{} Packaging"),
    "Telecoms": ("{} Broadband", "{} Mobile", "{} Fibre"),
    "Logistics": ("{} Buses", "{} Freight", "{} Ports", "{} Parcels"),
}
"""Name patterns of clients, by sector; the braces take a place."""

FIRST_CLIENTS: Final = (
    ("Hollinmere Energy", "Energy"),
    ("Corvenbridge Combined Authority", "Local government"),
    ("Sallowgarth Heritage Trust", "Charity"),
    ("Velmerford Water Service", "Water"),
    ("Velmerford Water Services", "Water"),
    (
        "The Worshipful Company and Benevolent Society of Clockmakers, Lamplighters and "
        "the Bridge Wardens of Upper Trevanminster",
        "Charity",
    ),
    ("Θαλασσινή Ύδρευση Πελάγους", "Water"),
    ("Северная Рябина Логистика", "Logistics"),
    ("霧ヶ丘みどり製薬株式会社", "Pharma"),
    ("云岭河清洁能源有限公司", "Energy"),
    ("푸른재 상호저축은행", "Banking"),
    ("شركة نخيل الواحة للمياه", "Water"),
    ("גלי הארגמן אנרגיה", "Energy"),
    ("Źródło Łąkowe Żegluga", "Logistics"),
    ("Yeşilırmakçı Gıda Şirketi", "Retail"),
    ("Ngân hàng Đồng Lúa Vàng", "Banking"),
    ("O'Marlowe, D'Arrow & Sons", "Retail"),
    ("Saint Quenna's Children's Hospital Charity", "Charity"),
    ("Ærøskov & Sønner Fjordfærger", "Logistics"),
    ("Groß-Üllersdorf Präzisionsguß", "Manufacturing"),
    ("Peller <Interactive> Studios", "Games and media"),
    ("Šťastná Žižkova Pojišťovna", "Insurance"),
    ("Łódź-on-Uller Ceramics", "Manufacturing"),
    ("L’Écluse Dorée Théâtres", "Games and media"),
)
"""The clients with fixed ids, from C0001 on: names that are hard to set, and their sectors."""

FIRST_NAMES: Final = (
    "Priya Tom Amara Ewan Siân Mateusz Chidi Fatima Joanna Ravi Grace Oluwaseun Hannah Yusuf "
    "Bronwen Callum Mei Diego Zofia Aoife Idris Leila Marcus Nadia Gareth Ingrid Kwame Sunita "
    "Peter Ling Rosa Stefan Tariq Una Viktor Wanjiru Xenia Björn Çağla Đặng Éloise François "
    "Ifeoma José Katarzyna Lars Mairead Niamh Omar Petra Quentin Ruth Sanjay Theresa Umar Vera "
    "William Yewande Zara Anil Beth Connor Dilys Elif Farah Gwen Harriet Imran Jacqueline Kofi"
).split()
LAST_NAMES: Final = (
    "Okafor Whitfield Nair Llewellyn Kowalska Brannigan Adeyemi Hussain Pritchard Costa Mbeki "
    "Sørensen Yıldırım Nguyễn O'Hara Ó'Briain MacInnes Patel Fernández Müller Lindqvist Achebe "
    "Ashdown Birtwhistle Carrow Dunmore Ekwueme Fothergill Goldstein Hargreaves Iqbal Jankowski "
    "Kaur Lovelace Mwangi Novák Osei Penhaligon Quartey Rahman Szabó Thistlewood Uddin Vance "
    "Wrigley Xiao Yeboah Zielińska Armitage Begum Chowdhury Davenport Eze Farquhar Grimshaw "
    "Holloway Ismail Jessop Khatun Lockwood Merriweather Ndlovu Oyelaran Pemberton"
).split()

DELIVERY_ROLES: Final[dict[str, tuple[str, float]]] = {
    "project manager": ("delivery", 0.38),
    "programme manager": ("delivery", 0.06),
    "business analyst": ("analysis", 0.14),
    "change manager": ("change", 0.07),
    "planner": ("controls", 0.07),
    "cost engineer": ("controls", 0.05),
    "solution architect": ("technology", 0.06),
    "delivery lead": ("technology", 0.07),
    "test manager": ("technology", 0.04),
    "commercial manager": ("commercial", 0.06),
}
"""Roles of project professionals: their team and share."""

OFFICE_ROLES: Final[dict[str, tuple[str, float]]] = {
    "account lead": ("pmo", 0.52),
    "pmo analyst": ("pmo", 0.26),
    "assurance lead": ("pmo", 0.10),
    "reporting lead": ("pmo", 0.06),
    "head of pmo": ("pmo", 0.06),
}
"""Roles of the office's own staff."""

PROGRAMMES: Final = (
    ("Customer platforms", "Customer and service"),
    ("Estates renewal", "Estates and infrastructure"),
    ("Finance transformation", "Finance and commercial"),
    ("Network resilience", "Asset and engineering"),
    ("Cyber uplift", "Cyber and resilience"),
    ("Regulatory readiness", "Regulatory and compliance"),
    ("Workforce and skills", "People and change"),
    ("Data foundations", "Digital and data"),
    ("Net zero delivery", "Asset and engineering"),
    ("Digital front door", "Customer and service"),
    ("Cloud migration", "Digital and data"),
    ("Safer buildings", "Estates and infrastructure"),
    ("Procurement reform", "Finance and commercial"),
    ("Operating model", "People and change"),
    ("Legacy exit", "Digital and data"),
    ("Service continuity", "Cyber and resilience"),
    ("Licence renewal", "Regulatory and compliance"),
    ("Depot and fleet", "Asset and engineering"),
    ("Research facilities", "Estates and infrastructure"),
    ("Billing and payments", "Finance and commercial"),
)
"""Programmes: their name and the category of the projects that they gather."""

PROGRAMME_PLACES: Final = ("", "north", "south", "national", "phase 2", "2030", "islands", "cities")

TIMEZONES: Final = {"GBP": "Europe/London", "EUR": "Europe/Dublin", "USD": "America/New_York"}
MEETINGS: Final = (
    "Monthly portfolio review, first Tuesday, 10:00",
    "Monthly steering group, second Thursday, 14:00",
    "Fortnightly checkpoint, Mondays, 09:30; steering group in the last week",
    "Quarterly board and monthly call with the account lead",
    "Monthly review by video, third Wednesday, 11:00",
)
CONTACT_POSTS: Final = (
    "Head of Change",
    "Director of Finance",
    "Programme Director",
    "Chief Operating Officer",
    "Head of Transformation",
    "Portfolio Manager",
)

SYLLABLES: Final = (
    "bra dov quil mer zan thor pel vek lun gri fos hap jor kel nim osk ruv sil tav wex yar zob "
    "chel dru fen gol haz irb"
).split()
"""Parts of canary words."""
