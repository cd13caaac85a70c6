"""The column headings of line-item and tax tables, in seven languages: data, no code."""

from __future__ import annotations

from bpo_pipeline.documents.labels_model import Label, labels

LINE_LABELS: tuple[Label, ...] = (
    *labels(
        "position",
        1.0,
        en="pos|line|item no|item #|#|no|ln|item number|sr no|sl no|s no|line no|nr",
        de="pos|position|pos nr|lfd nr|nr",
        fr="ligne|n ligne|no ligne|pos|n",
        nl="pos|regel|nr",
        es="pos|linea|n",
        it="pos|riga|n",
        pt="pos|linha|n",
    ),
    *labels(
        "date",
        1.0,
        en="date",
        de="datum|lieferdatum",
        fr="date",
        nl="datum",
        es="fecha",
        it="data",
        pt="data",
    ),
    *labels(
        "sku",
        1.0,
        en="item code|sku|product code|article no|article number|part no|part number|article|code|product id"
        "|item id|part|ref|gtin|product no|stock code|item ref|model",
        de="art nr|artikelnummer|artikel nr|art nr lief|art nr kunde|art nr lieferant|artikelnr|unsere art nr"
        "|bestellnr|referenzen|artnr|gtin|art",
        fr="reference|ref|code article|reference client|reference fournisseur|reference ean|code|code produit"
        "|ref article",
        nl="artikelnummer|artikelnr|artikelcode|code|art nr|artnr",
        es="referencia|codigo|ref|cod|articulo n",
        it="codice|cod|articolo n|cod art|codice articolo",
        pt="referencia|codigo|ref|cod|artigo n",
    ),
    *labels(
        "description",
        1.0,
        en="description|item description|item|product|service|details|title|particulars|product description"
        "|services|activity|items|name description|description of goods|goods|item details|name"
        "|service description|product service|charge description|charge details|item name|work description",
        de="beschreibung|bezeichnung|artikelbezeichnung|artikelbeschreibung|produkt|leistung|text|artikel"
        "|leistungsbeschreibung|artikelname|warenbezeichnung|ware|produktbezeichnung|produktname",
        fr="designation|description|libelle|article|produit|prestation|desigation|detail|produits|prestations|libelles",
        nl="omschrijving|artikel|beschrijving|product|artikelomschrijving|dienst|productomschrijving",
        es="descripcion|concepto|articulo|producto|detalle|servicio|conceptos",
        it="descrizione|articolo|prodotto|descrizione articolo|servizio",
        pt="descricao|designacao|artigo|produto|servico",
    ),
    *labels(
        "description",
        1.0,
        en="charge|charges",
        keep_out=("purchase_order", "purchase_order_change"),
    ),
    *labels(
        "quantity",
        1.0,
        en="quantity|qty|hours|hrs|units|no of units|pcs|quantities|order qty|qty ordered|quantity ordered"
        "|qty shipped|shipped|ordered|hours qty|requested qty unit|requested qty"
        "|requested agreed qty|agreed qty|a greed qty|qty unit",
        de="menge|anzahl|stuck|std|stunden|menge einheit|stk|anz|stuckzahl",
        fr="quantite|qte|nombre|qte facturee|qt|nb|quantites",
        nl="aantal|hoeveelheid|stuks",
        es="cantidad|cant|uds|unidades|cant uds",
        it="quantita|qta|q ta|q|qt",
        pt="quantidade|qtd|qtde|quant",
    ),
    *labels(
        "unit",
        1.0,
        en="unit|um|uom|u m|unit of measure|per",
        de="einheit|me|mengeneinheit|meng einheit|eh|einh",
        fr="unite|u",
        nl="eenheid|ehd",
        es="unidad|ud|um",
        it="um|u m|unita|unita di misura",
        pt="unidade|un|uni",
    ),
    *labels(
        "unit_price",
        1.0,
        en="net unit|unit price|price|item price|item cost"
        "|rate|price each|unit cost|price unit|unit price net|each|cost|price net|net price"
        "|price per unit|list price|hourly rate|unit net price|unit price excl vat|price excl vat|unit rate",
        de="einzelpreis|preis|nettopreis|e preis|ep|stuckpreis|vk preis|preis einheit|einzelpreis netto"
        "|preis pro einheit|einzel|e preis eur|preis stk|netto preis|einzelpreis eur|ep netto",
        fr="prix unitaire|pu ht|p u ht|prix|prix unitaire ht|pu|p u|prix unit|prix unitaire net|pu net"
        "|p unitaire|prix u ht|prix u|prix uni|tarif",
        nl="prijs|prijs incl btw|prijs per stuk|stukprijs|eenheidsprijs|tarief|prijs per eenheid"
        "|prijs excl btw|stuksprijs",
        es="precio|precio unitario|precio ud|p unitario|p unit|precio unit|precio unidad|pvp|importe unitario",
        it="prezzo|prezzo unitario|prezzo unit|p unitario|prezzo un",
        pt="preco|preco unitario|p unitario|preco unit|pr unitario|preco un",
    ),
    *labels(
        "base_quantity",
        1.0,
        en="base qty|price base|price unit qty|price base qty|base quantity",
        de="vke geb|pe|preiseinheit",
        fr="base de prix",
    ),
    *labels(
        "discount",
        1.0,
        en="discount|disc|disc %|disc.%|discount %|allowances|allowances charges|discount or charge|less|rebate",
        de="rabatt|rabatt %|nachlass|zu abschlag|abschlag|rab",
        fr="remise|rem|remise %|remise ligne",
        nl="korting|korting %",
        es="descuento|dto|desc|dcto",
        it="sconto|sc",
        pt="desconto|desc",
    ),
    *labels(
        "tax_rate",
        1.0,
        en="vat %|tax %|vat rate|tax rate|vat|gst %|taxes|gst|tax(%)|sales tax %|tax|gst rate",
        de="mwst|ust|steuersatz|mwst %|ust %|steuer|mwst satz|ust satz|st|umsatzsteuer|mehrwertsteuer|steuer %"
        "|mwst in %|ust in %",
        fr="tva|taux tva|taux|t v a|tva %|taux de tva|taux tva ligne",
        nl="btw|btw %|btw tarief|btw percentage",
        es="iva|iva %|% iva|tipo iva|tipo|i v a",
        it="iva|aliquota|iva %|aliq iva|al iva|aliq",
        pt="iva|taxa iva|taxa|iva %|taxa de iva",
    ),
    *labels(
        "tax_amount",
        1.0,
        en="tax amount|vat amount|tax amt|gst amount",
        de="mwst betrag|ust betrag|steuerbetrag",
        fr="montant tva|montant de tva",
        nl="btw bedrag",
        es="cuota|cuota iva|importe iva",
        it="imposta",
        pt="valor iva",
    ),
    *labels(
        "line_total",
        1.0,
        en="amount|total|line total|net amount|total price|line amount|extended|ext price|total amount|net total"
        "|total net|extension|net|line total net|amount net|subtotal|extended price|price total"
        "|total excl vat|ext amount|item total|net value|value|line value|extended amount|line net amount"
        "|charges|debit|debits",
        de="betrag|gesamt|gesamtpreis|summe|nettobetrag|gesamtbetrag|g preis|gp|zeilenbetrag|netto|preis gesamt"
        "|gesamtpreis netto|nettowert|positionsbetrag|gesamt netto|betrag eur|summe eur|gesamt eur|wert|total"
        "|netto betrag|netto gesamt|gesamtpreis eur|positionssumme|zeilensumme|entgelt|soll|soll eur",
        fr="montant|total|montant ht|total ht|montant h t|prix ht|prix total|montant h t ligne|total h t"
        "|montant net|prix total ht|total ligne|montant ligne|total net|montant ht eur|sous total|soustotal",
        nl="bedrag|totaal|totaalbedrag|totaal excl btw|bedrag excl btw|totaalprijs|prijs incl btw|nettobedrag"
        "|regeltotaal|netto",
        es="importe|total|subtotal|precio total|importe neto|total linea|neto",
        it="importo|totale|prezzo totale|importo netto|totale riga|imponibile",
        pt="total|valor|montante|preco total|total liquido|importancia|valor total|total linha",
    ),
    *labels(
        "paid",
        1.0,
        en="credits|credit|payments",
        de="haben|haben eur",
        keep_out=("purchase_order", "purchase_order_change"),
    ),
    *labels(
        "gross_amount",
        1.0,
        en="gross|gross amount|total incl vat|total inc vat|amount incl vat|gross total",
        de="brutto|bruttobetrag|gesamt brutto",
        fr="montant ttc|total ttc|ttc",
        nl="totaal incl btw|incl btw|bedrag incl btw",
        es="total con iva|total iva incluido",
        it="totale ivato",
        pt="total com iva",
    ),
)
"""Column headings of line-item tables."""

TAX_LABELS: tuple[Label, ...] = (
    *labels(
        "rate",
        1.0,
        en="vat %|tax %|vat rate|tax rate|rate|vat|tax",
        de="mwst %|ust %|steuersatz|satz|ust satz|mwst satz|mwst|ust|steuer",
        fr="taux|taux de tva|taux tva|taxe|tva",
        nl="btw %|btw|tarief|btw tarief",
        es="tipo|tipo iva|iva|iva %|% iva",
        it="aliquota|aliq|iva",
        pt="taxa|taxa iva|iva",
    ),
    *labels(
        "base",
        1.0,
        en="base|taxable amount|net|net amount|taxable base|taxable|tax base|vat base|goods",
        de="netto|basisbetrag|nettobetrag|bemessungsgrundlage|nettopreis|steuerbasis|basis|nettowert|warenwert|entgelt",
        fr="base|base ht|base montant ht|base montant ht eur|montant ht|base h t",
        nl="grondslag|netto|maatstaf|excl btw|bedrag excl btw",
        es="base|base imponible|base imp",
        it="imponibile|base imponibile",
        pt="incidencia|base|base de incidencia",
    ),
    *labels(
        "amount",
        1.0,
        en="vat amount|tax amount|tax|vat|amount",
        de="steuerbetrag|mwst betrag|ust betrag|steuer|betrag|mwst|ust",
        fr="montant|montant tva|montant de tva|montant de tva eur|tva|montant taxe",
        nl="btw bedrag|btw|bedrag btw",
        es="cuota|cuota iva|importe iva|importe",
        it="imposta|iva",
        pt="iva|valor iva|imposto|valor",
    ),
)
"""Column headings of tax breakdowns; which of them opens a breakdown is decided by its figures."""
