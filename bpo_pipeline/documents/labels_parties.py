"""The words beside names, addresses and identifiers of supplier and customer, in seven languages: data, no code."""

from __future__ import annotations

from bpo_pipeline.documents.labels_model import Label, labels

_BLOCKS: tuple[Label, ...] = (
    *labels(
        "supplier",
        1.0,
        en="seller|supplier|vendor|sold by|from|bill from|invoice from|service provider|supplier name"
        "|vendor name|seller name|issued by|remit to company|supplier details|merchant",
        de="verkauft von|verkauft durch|verkaufer|lieferant|rechnungssteller|rechnungsersteller"
        "|absender|leistungserbringer|auftragnehmer"
        "|verkauferin|anbieter|aussteller",
        fr="vendeur|fournisseur|emetteur|emis par|prestataire|expediteur|vendu par",
        nl="verkocht door|verkoper|leverancier|afzender|van",
        es="vendido por|vendedor|proveedor|emisor|emitido por|expedida por|datos del emisor",
        it="venduto da|venditore|fornitore|cedente|emittente|mittente|cedente prestatore",
        pt="vendedor|fornecedor|emitente|prestador",
    ),
    *labels(
        "customer",
        1.0,
        en="bill to|billed to|buyer|buyer bill to|customer|customer name|invoice to|invoice for|sold to"
        "|client|billing address"
        "|invoice address|bill to address|invoiced to|issued to|charge to|bill to customer|prepared for"
        "|recipient|billed customer|guest name|credit to|customer details|purchaser|subscriber|account holder"
        "|bill recipient|invoice recipient|to",
        de="kaufer|rechnungsempfanger|rechnung an|kunde|auftraggeber|rechnungsanschrift|rechnungsadresse"
        "|kaufer leistungsempfanger|kundenname|name des kunden|leistungsempfanger|empfanger|gutschrift an|besteller",
        fr="acheteur|client|facture a|adresse de facturation|destinataire|facturer a|facturation"
        "|adresse facturation|facture pour|nom du client|nom de l abonne|abonne|titulaire|nom du titulaire",
        nl="koper|klant|klantnaam|naam klant|factuuradres|factuur aan|afnemer|aan|gefactureerd aan",
        es="comprador|cliente|nombre del cliente|titular"
        "|facturar a|facturado a|destinatario|direccion de facturacion|datos del cliente",
        it="acquirente|cliente|nome cliente|destinatario|intestatario|spettabile|spett le|fatturare a|cessionario"
        "|cessionario committente",
        pt="comprador|cliente|nome do cliente|titular|faturar a|destinatario|adquirente|faturado a|exmo s"
        "|exmo s sr s|exmos senhores|exmos srs|exmo senhor|exmo sr",
    ),
    *labels(
        "other_party",
        1.0,
        en="ship to|deliver to|consignee|consignee ship to|delivery address|shipping address|ship from"
        "|remit to|service address"
        "|deliver to address|buyer requisitioner|invoicee|payee|delivered to|ship to address|delivery to"
        "|registered office|corporate office|warehouse address|remittance address|shipping to",
        de="lieferanschrift|lieferadresse|warenempfanger|abweichender warenempfanger"
        "|abweichender rechnungsempfanger|lieferung an|zahlungsempfanger|lieferort|versandadresse"
        "|abweichender zahlungsempfanger|steuervertreter|lieferempfanger",
        fr="adresse de livraison|livre a|livraison a|lieu livraison|livrer a|adresse livraison",
        nl="afleveradres|leveringsadres|bezorgadres|leveradres",
        es="direccion de entrega|enviar a|direccion de envio|lugar de entrega",
        it="indirizzo di consegna|luogo di consegna|destinazione|spedire a|destinazione merce",
        pt="morada de entrega|local de entrega|enviar para|local de descarga",
    ),
    *labels(
        "name",
        1.0,
        en="name|company|company name",
        de="name|firma",
        fr="nom|raison sociale",
        nl="naam|bedrijf",
        es="nombre|razon social",
        it="nome|ragione sociale|denominazione",
        pt="nome",
    ),
    *labels(
        "address",
        1.0,
        en="address",
        de="anschrift|adresse",
        fr="adresse",
        nl="adres",
        es="direccion|domicilio",
        it="indirizzo|sede",
        pt="morada|endereco",
    ),
)

_IDENTIFIERS: tuple[Label, ...] = (
    *labels(
        "tax_id",
        1.0,
        en="vat id|vat no|vat number|vat reg no|vat registration number|vat registration no|tax id|tax id no"
        "|tax identification number|ein|fein|gstin|gstin uin|gst no|gst reg no|gst id|abn|vat|vat tin|tin|pan"
        "|tax number|tax no|gst id no|gst registration no|federal tax id|tax reg no|seller vat id|gst number"
        "|seller vat|vat reg|tax registration number|federal ein|federal id|us tax id|hst no|supplier vat"
        "|vat reg number|company vat",
        de="ust idnr|ust id nr|ust id|ustid|ustidnr|ust identnr|umsatzsteuer id"
        "|umsatzsteuer identifikationsnummer|ust identifikationsnummer|ust ident nr|umsatzsteuer identnummer"
        "|uid|uid nr|ustid nr|ust idnummer|mwst nr|che|umsatzsteueridentifikationsnummer|umsatzsteuer idnr"
        "|ust id nummer",
        fr="numero tva|n tva|tva intracommunautaire|tva intracom|n tva intracommunautaire|tva|no tva"
        "|no tva intracommunautaire|numero de tva|n de tva|numero tva intracommunautaire|tva intra|code tva"
        "|n tva intra|id tva",
        nl="btw nummer|btw nr|btw|btw id|btwnummer|btw identificatienummer|btwnr|btw nummer leverancier",
        es="nif|cif|n i f|c i f|nif iva|vat|n iva|nif cif",
        it="partita iva|p iva|p i|codice fiscale|cod fisc|c f|partita iva c f|piva",
        pt="nif|nipc|contribuinte|n contribuinte|contribuinte n|numero de contribuinte",
    ),
    *labels(
        "tax_id",
        0.6,
        de="steuernummer|steuer nr|st nr|steuernr|steuer nummer|stnr",
        en="service tax #|cin",
    ),
    *labels(
        "customer_tax_id",
        1.0,
        en="buyer vat id|customer vat|customer vat id|your vat no|customer vat number|customer tax id|buyer vat"
        "|your vat number|customer vat no|client vat|your tax id|bill to vat|client tax id|buyer tax id"
        "|customer ein|client vat no|customer gstin|customer abn",
        de="ihre ust idnr|ihre ust id|kunden ust id|ihre ust id nr|ust idnr des kunden|ust idnr kunde"
        "|ust id kunde|kunden ust idnr|ust id des kunden|ihre ust idnr",
        fr="n tva client|numero tva client|tva client|votre tva|votre n tva|no tva client|n de tva client"
        "|n tva intracommunautaire client",
        nl="uw btw nummer|btw nummer klant|uw btw nr|uw btw|btw klant|btw nr klant|btw id klant",
        es="nif cliente|cif cliente|nif del cliente|cif del cliente|nif iva del cliente|nif iva cliente",
        it="partita iva cliente|p iva cliente|vostra partita iva",
        pt="nif cliente|nif do cliente|contribuinte do cliente|v contribuinte|v n contrib|v contrib|v n contribuinte",
    ),
    *labels(
        "other",
        1.0,
        en="ship to vat id|ship from vat id|invoicee vat id|buyer req vat id",
    ),
    *labels(
        "supplier_iban",
        1.0,
        en="iban|iban no|iban number",
        de="iban|iban nr|verkaufer iban",
        fr="iban|rib",
        nl="iban|iban nummer|rekeningnummer",
        es="iban|cuenta bancaria|n de cuenta",
        it="iban|codice iban",
        pt="iban|nib",
    ),
    *labels(
        "bank_account",
        1.0,
        en="account number|account no|acct no|account #|a c no|acct number|acct|account|bank account",
        de="kontonummer|kontonr|kto nr|konto nr|konto",
        fr="compte|numero de compte",
        nl="rekeningnummer|rekening",
        es="cuenta|numero de cuenta|n de cuenta",
        it="conto|conto corrente|c c",
        pt="conta",
    ),
    *labels(
        "supplier_bic",
        1.0,
        en="bic|swift|swift code|bic swift|swift bic|bic code|bic swift code",
        de="bic|swift|bic code|bic swift code|verkaufer bic|swift bic|bic swift",
        fr="bic|code bic|swift|code swift",
        nl="bic|swift",
        es="bic|swift|bic swift",
        it="bic|swift|bic swift",
        pt="bic|swift",
    ),
)

PARTY_LABELS: tuple[Label, ...] = (*_BLOCKS, *_IDENTIFIERS)
"""Labels of parties and their identifiers; ``other_party`` names blocks of neither supplier nor customer."""

LEGAL_FORMS = frozenset(
    [
        "gmbh",
        "ag",
        "kg",
        "ohg",
        "ug",
        "gbr",
        "ek",
        "mbh",
        "se",
        "inc",
        "llc",
        "corp",
        "corporation",
        "ltd",
        "limited",
        "plc",
        "llp",
        "lp",
        "company",
        "co",
        "sarl",
        "sas",
        "sasu",
        "eurl",
        "sa",
        "snc",
        "sprl",
        "srl",
        "bv",
        "nv",
        "vof",
        "sl",
        "slu",
        "sau",
        "spa",
        "sas",
        "srls",
        "lda",
        "unipessoal",
        "ab",
        "oy",
        "as",
        "aps",
        "gesmbh",
        "ev",
        "eg",
        "pte",
        "pty",
        "sdn",
        "bhd",
        "pvt",
        "gmbhcokg",
        "cv",
        "vzw",
        "asbl",
    ]
)
"""Company forms, folded and without points: ``S.à r.l.`` is sarl, ``B.V.`` is bv."""
