"""Master data of the two sample clients: who they are, whom they buy from, what they have ordered.

All names and addresses are invented; all identifiers are well-formed (EIN, VAT, IBAN, ABA routing numbers), because
the product checks them. The vendors of ``nordlicht`` are also listed in ``dags/contracts/nordlicht.yaml``; those of
``lakeside`` and its purchase orders are what the ERP of the local stack is filled with.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class TaxScheme(StrEnum):
    """How a vendor taxes what it sells to its client."""

    SALES_TAX = "sales_tax"
    """US sales tax: one rate on the whole net."""
    NO_TAX = "no_tax"
    """US: service or resale, no tax line."""
    VAT = "vat"
    """One or several VAT rates (EN 16931 category S)."""
    REVERSE_CHARGE = "reverse_charge"
    """The customer owes the VAT (category AE, rate 0)."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A client of the outsourcing provider, as its vendors address it."""

    client: str
    name: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    tax_id: str
    currency: str


@dataclass(frozen=True, slots=True)
class VendorCard:
    """A vendor as its own letterhead shows it, and how it writes its documents."""

    vendor_id: str
    """The number under which the client's books know it."""
    name: str
    street: str
    postal_code: str
    city: str
    region: str
    """Two-letter state in the US, empty elsewhere."""
    country: str
    """ISO 3166-1 alpha-2."""
    tax_id: str
    """EIN (``12-3456789``) or VAT number with country prefix, compact."""
    account: str
    """IBAN or US account number, compact."""
    bank: str
    routing_number: str = ""
    """US: nine-digit ABA number."""
    bic: str = ""
    locale: str = "en-US"
    scheme: TaxScheme = TaxScheme.NO_TAX
    rates: tuple[Decimal, ...] = ()
    """Percent, the usual one first."""
    trade: str = "office"
    """What it sells: a key of ``catalogue.CATALOGUE``."""
    layout: str = "classic"
    """A key of ``layouts.LAYOUTS``."""
    font: str = "helvetica"
    """A key of ``fonts.FONTS``."""
    number_format: str = "INV-{n:05d}"
    terms_days: int = 30
    receipts: bool = False
    """Whether it hands out receipts (a shop, a restaurant) instead of invoices."""

    @property
    def language(self) -> str:
        """ISO 639-1 language of its documents."""
        return self.locale[:2]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of a purchase order."""

    description: str
    sku: str
    quantity: Decimal
    unit_price: Decimal

    @property
    def line_total(self) -> Decimal:
        """Quantity times unit price."""
        return self.quantity * self.unit_price


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A purchase order that the client has placed and that is not invoiced yet."""

    number: str
    vendor_id: str
    lines: tuple[OrderLine, ...]
    currency: str = "USD"

    @property
    def net_total(self) -> Decimal:
        """Sum of the lines, without tax."""
        return sum((line.line_total for line in self.lines), Decimal(0))


CLIENTS: dict[str, Customer] = {
    "lakeside": Customer(
        "lakeside",
        "Lakeside Outfitters Inc.",
        "1480 Harbor View Drive",
        "55802",
        "Duluth",
        "MN",
        "US",
        "82-1590109",
        "USD",
    ),
    "nordlicht": Customer(
        "nordlicht", "Nordlicht Handels GmbH", "Am Sandtorkai 58", "20457", "Hamburg", "", "DE", "DE786563558", "EUR"
    ),
}


def _us(
    vendor_id: str, name: str, street: str, place: str, tax_id: str, bank: str, routing: str, account: str, *,
    tax: str = "", trade: str, layout: str, font: str, number: str, days: int = 30, receipts: bool = False,
) -> VendorCard:  # fmt: skip
    """A US vendor; *place* is ``Bend OR 97701``, *tax* a sales-tax rate in percent or empty."""
    city, region, postal_code = place.rsplit(" ", 2)
    return VendorCard(
        vendor_id, name, street, postal_code, city, region, "US", tax_id, account, bank, routing,
        scheme=TaxScheme.SALES_TAX if tax else TaxScheme.NO_TAX, rates=(Decimal(tax),) if tax else (),
        trade=trade, layout=layout, font=font, number_format=number, terms_days=days, receipts=receipts,
    )  # fmt: skip


def _eu(
    vendor_id: str, name: str, street: str, place: str, tax_id: str, bank: str, bic: str, account: str, *,
    locale: str, vat: str = "", trade: str, layout: str, font: str, number: str, days: int = 30, receipts: bool = False,
) -> VendorCard:  # fmt: skip
    """An EU vendor; *place* is ``22767 Hamburg``, *vat* rates in percent (``19 7``) or empty for reverse charge."""
    postal_code, city = place.split("|")
    return VendorCard(
        vendor_id, name, street, postal_code, city, "", tax_id[:2], tax_id, account, bank, bic=bic, locale=locale,
        scheme=TaxScheme.VAT if vat else TaxScheme.REVERSE_CHARGE, rates=tuple(Decimal(rate) for rate in vat.split()),
        trade=trade, layout=layout, font=font, number_format=number, terms_days=days, receipts=receipts,
    )  # fmt: skip


# fmt: off
VENDORS: dict[str, tuple[VendorCard, ...]] = {
    "lakeside": (
        _us("V-1001", "Cascade Rope & Harness Co.", "210 Industrial Way", "Bend OR 97701", "62-6018159",
            "Deschutes River Bank", "121089900", "6116372651",
            trade="outdoor", layout="classic", font="helvetica", number="INV-{n:05d}"),
        _us("V-1002", "Pinecrest Tent Works LLC", "77 Loom Street", "Asheville NC 28801", "45-1819093",
            "Blue Ridge Community Bank", "061077616", "322029729975",
            trade="outdoor", layout="boxed", font="times", number="PTW{n:06d}", days=45),
        _us("V-1003", "Great Lakes Carton & Board Inc.", "3900 Grand Avenue", "Duluth MN 55807", "88-6579754",
            "Arrowhead Savings Bank", "091038159", "113962459571",
            tax="8.875", trade="packaging", layout="ledger", font="vera", number="{n:07d}"),
        _us("V-1004", "Northfield Office Supply", "615 Prior Avenue N", "St. Paul MN 55104", "42-3194875",
            "Prior Lake National Bank", "091058375", "716751361",
            tax="9.875", trade="office", layout="modern", font="dejavu-sans", number="NOS-{year}-{n:04d}"),
        _us("V-1005", "Ironwood Freight Lines Inc.", "1 Terminal Road", "Green Bay WI 54301", "84-9118625",
            "Fox Valley Trust", "075044839", "648620579868",
            trade="freight", layout="plain", font="courier", number="F{n:08d}", days=15),
        _us("V-1006", "Bluestem Software LLC", "98 Congress Plaza, Suite 400", "Austin TX 78701", "37-6018955",
            "Colorado River Bank", "111098532", "436338750047",
            trade="software", layout="sidebar", font="helvetica", number="BS-{n:05d}", days=14),
        _us("V-1007", "Prairie Power & Light Cooperative", "2200 Main Avenue", "Fargo ND 58103", "20-4974650",
            "Red River Cooperative Bank", "091310521", "818033401878",
            tax="5", trade="energy", layout="summary", font="dejavu-sans", number="{n:010d}", days=21),
        _us("V-1008", "Silver Birch Cleaning Services", "512 E 4th Street", "Duluth MN 55805", "85-2917034",
            "Arrowhead Savings Bank", "091038159", "902908414",
            trade="cleaning", layout="letter", font="times", number="SB-{n:04d}", days=10),
        _us("V-1009", "Kettle Moraine Apparel Co.", "48 Water Street", "Milwaukee WI 53202", "33-6671276",
            "Lake Michigan Commercial Bank", "075044127", "624273167232",
            trade="apparel", layout="columns", font="vera", number="KM{year}{n:05d}", days=60),
        _us("V-1010", "Red Canyon Footwear Inc.", "1750 Route 66", "Flagstaff AZ 86001", "94-2684656",
            "Painted Desert Bank", "122115886", "172902227918",
            trade="apparel", layout="classic", font="dejavu-serif", number="RC-{n:06d}"),
        _us("V-1011", "Lantern & Leaf Print Shop", "19 Canal Park Drive", "Duluth MN 55802", "42-1223307",
            "Arrowhead Savings Bank", "091038159", "118263304",
            tax="8.875", trade="print", layout="boxed", font="helvetica", number="LL-{n:05d}", days=14),
        _us("V-1012", "Copper Kettle Diner", "204 Superior Street", "Duluth MN 55802", "34-4026859",
            "Arrowhead Savings Bank", "091038159", "651313735",
            tax="8.875", trade="restaurant", layout="till", font="courier", number="{n:06d}", receipts=True),
        _us("V-1013", "Summit Hardware & Supply", "880 Miller Trunk Highway", "Duluth MN 55811", "62-8907866",
            "Northern Timber Bank", "091203874", "998347887838",
            tax="8.875", trade="hardware", layout="till", font="dejavu-mono", number="T{n:07d}", receipts=True),
    ),
    "nordlicht": (
        _eu("70001", "Elbkontor Bürobedarf GmbH", "Stresemannstraße 114", "22769|Hamburg", "DE250587700",
            "Hamburger Sparkasse", "HASPDEHHXXX", "DE20200505502769264991",
            locale="de-DE", vat="19", trade="office", layout="letter", font="helvetica",
            number="RE-{year}-{n:04d}", days=14),
        _eu("70002", "Spedition Hansen & Söhne KG", "Hafenrandstraße 7", "28217|Bremen", "DE758948111",
            "Sparkasse Bremen", "SBREDE22XXX", "DE80290501017774545688",
            locale="de-DE", vat="19", trade="freight", layout="columns", font="dejavu-sans", number="{n:08d}"),
        _eu("70003", "Holsteiner Feinkost eG", "Eckernförder Allee 31", "24116|Kiel", "DE411440241",
            "Förde Sparkasse", "NOLADE21KIE", "DE63210501707507674284",
            locale="de-DE", vat="7 19", trade="food", layout="ledger", font="vera", number="HF{n:06d}", days=10),
        _eu("70004", "Werkzeugbau Ostsee GmbH", "Am Strande 2", "18055|Rostock", "DE364628890",
            "Ostseesparkasse Rostock", "NOLADE21ROS", "DE17130500003696931559",
            locale="de-DE", vat="19", trade="hardware", layout="boxed", font="times", number="WO/{n:05d}/{year}"),
        _eu("70005", "Nordstern Energie GmbH", "Georgstraße 88", "30159|Hannover", "DE851402611",
            "Sparkasse Hannover", "SPKHDE2HXXX", "DE61250501804536000497",
            locale="de-DE", vat="19", trade="energy", layout="summary", font="dejavu-sans", number="{n:010d}", days=21),
        _eu("70006", "Druckerei Alsterblick OHG", "Lange Reihe 63", "20099|Hamburg", "DE501419313",
            "Postbank Hamburg", "PBNKDEFFXXX", "DE37200100202658689236",
            locale="de-DE", vat="19 7", trade="print", layout="classic", font="dejavu-serif",
            number="DA-{n:05d}", days=14),
        _eu("70007", "Baumarkt Hafenkante GmbH", "Veddeler Damm 40", "20457|Hamburg", "DE517058646",
            "Commerzbank Hamburg", "COBADEHHXXX", "DE41200400005848968866",
            locale="de-DE", vat="19", trade="hardware", layout="till", font="dejavu-mono",
            number="B{n:07d}", receipts=True),
        _eu("70008", "Gasthaus Zum Anker e.K.", "Deichstraße 12", "20459|Hamburg", "DE308312409",
            "Raiffeisenbank Südstormarn", "GENODEF1GRS", "DE17200691778509570183",
            locale="de-DE", vat="19 7", trade="restaurant", layout="till", font="courier",
            number="{n:06d}", receipts=True),
        _eu("70009", "Maison Delorme SAS", "18 rue des Tisserands", "69002|Lyon", "FR96267868438",
            "BNP Paribas", "BNPAFRPP", "FR7630004005805619003278922",
            locale="fr-FR", vat="20 5.5", trade="food", layout="modern", font="helvetica", number="FA{year}-{n:05d}"),
        _eu("70010", "Papeterie du Vieux Port SARL", "42 quai des Belges", "13001|Marseille", "FR11453265027",
            "Crédit Mutuel", "CMCIFR2A", "FR7610278001113877960095287",
            locale="fr-FR", trade="office", layout="boxed", font="dejavu-sans", number="F-{n:06d}", days=45),
        _eu("70011", "Cerámicas Levante S.L.", "Calle de la Paz 27", "46003|Valencia", "ESB84847771",
            "Banco Levantino", "CAIXESBB", "ES7221000418474542041915",
            locale="es-ES", trade="ceramics", layout="classic", font="times", number="{year}/{n:05d}", days=60),
        _eu("70012", "Hotel Mirador del Puerto S.A.", "Paseo Marítimo 101", "08003|Barcelona", "ESA94934072",
            "Banco Mediterráneo", "BSCHESMM", "ES8600490418904796003690",
            locale="es-ES", vat="10 21", trade="hotel", layout="sidebar", font="vera", number="H{n:06d}", days=0),
        _eu("70013", "Van der Meer Logistiek B.V.", "Waalhaven Oostzijde 80", "3087 BM|Rotterdam", "NL978375762B01",
            "ABN AMRO", "ABNANL2A", "NL22ABNA6074694713",
            locale="nl-NL", trade="freight", layout="ledger", font="helvetica", number="VM{year}{n:05d}"),
        _eu("70014", "Tulpenveld Bloemen B.V.", "Legmeerdijk 313", "1431 GB|Aalsmeer", "NL776402067B01",
            "ING Bank", "INGBNL2A", "NL51INGB7936467031",
            locale="nl-NL", vat="9 21", trade="flowers", layout="modern", font="dejavu-sans",
            number="{n:07d}", days=14),
        _eu("70015", "Shannon Cloud Services Ltd", "3 Custom House Quay", "D01 F6X5|Dublin", "IE9611148S",
            "Allied Irish Banks", "AIBKIE2DXXX", "IE95AIBK93115225865611",
            locale="en-IE", trade="software", layout="columns", font="helvetica", number="SCS-{n:05d}", days=14),
        _eu("70016", "Kilbride Woollen Mills Ltd", "Mill Lane", "F92 T2K8|Letterkenny", "IE4055203I",
            "Bank of Ireland", "BOFIIE2D", "IE74BOFI90001775836374",
            locale="en-GB", trade="apparel", layout="letter", font="times", number="KWM{n:06d}"),
    ),
}  # fmt: skip
# fmt: on


def _order(number: str, vendor_id: str, *lines: tuple[str, str, str, str]) -> OpenOrder:
    """An order of lines ``(description, sku, quantity, unit price)``."""
    return OpenOrder(
        number,
        vendor_id,
        tuple(OrderLine(text, sku, Decimal(count), Decimal(price)) for text, sku, count, price in lines),
    )


PURCHASE_ORDERS: dict[str, tuple[OpenOrder, ...]] = {
    "lakeside": (
        _order("PO-20411", "V-1001", ("Dynamic climbing rope 9.8 mm, 60 m", "ROP-9860", "24", "118.50"),
               ("Adjustable sit harness, size M/L", "HAR-0200", "36", "42.90")),
        _order("PO-20412", "V-1002", ("Trail dome tent, 2 persons", "TNT-2P", "15", "164.00"),
               ("Replacement pole set", "POL-2P", "20", "28.75")),
        _order("PO-20415", "V-1003", ("Corrugated carton 16 x 12 x 10 in, bundle of 25", "CTN-161210", "80", "31.20")),
        _order("PO-20418", "V-1004", ("Copy paper, letter, 20 lb, case of 10 reams", "PAP-LTR20", "30", "41.99"),
               ("Label tape 12 mm, black on white", "LBL-12BW", "24", "9.45"),
               ("Desk organizer, mesh", "ORG-MSH", "12", "17.80")),
        _order("PO-20420", "V-1009", ("Merino base layer, long sleeve", "MBL-LS", "120", "37.25"),
               ("Fleece vest, unisex", "FLV-UNI", "60", "29.90")),
        _order("PO-20423", "V-1010", ("Trail running shoe, assorted sizes", "TRS-ASST", "48", "58.60"),
               ("Waterproof hiking boot, assorted sizes", "WHB-ASST", "36", "84.15")),
        _order("PO-20425", "V-1011", ("Spring catalog, 48 pages, saddle stitched", "CAT-SPR48", "2500", "0.84")),
        _order("PO-20427", "V-1006", ("Warehouse management subscription, annual", "SUB-WMS-A", "1", "4800.00"),
               ("Onboarding workshop, remote", "SVC-ONB", "2", "650.00")),
    ),
    "nordlicht": (),
}  # fmt: skip


def vendor(client: str, vendor_id: str) -> VendorCard:
    """The card of one vendor of a client.

    Raises KeyError when the client has no vendor of that number.
    """
    for card in VENDORS[client]:
        if card.vendor_id == vendor_id:
            return card
    raise KeyError(vendor_id)
