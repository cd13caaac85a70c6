"""What letters, reminders, statements and delivery notes say, and how papers are called, in seven languages: data."""

from __future__ import annotations

BODIES: dict[str, tuple[str, ...]] = {
    "en": (
        "Dear Sir or Madam, thank you for your letter of {date}.",
        "According to our records invoice {number} of {date} over {amount} is still unpaid.",
        "This is a friendly reminder that payment is overdue; please pay within seven days.",
        "Please find below the open items of your account as of {date}.",
        "Opening balance {amount} closing balance {amount} aging current 30 days 60 days 90 days",
        "The goods listed below were delivered today; received in good order, signature of the driver.",
        "We are pleased to offer you the following; this quotation is valid for thirty days.",
        "We confirm your order {number}; delivery is planned for {date}.",
        "Please inform us if your address or bank details have changed. Yours sincerely",
        "This agreement is made between the parties on {date} and ends with a notice of three months.",
        "If you have already paid please ignore this notice. Late fee {amount} interest {amount}",
    ),
    "de": (
        "Sehr geehrte Damen und Herren, vielen Dank für Ihr Schreiben vom {date}.",
        "Unsere Rechnung {number} vom {date} über {amount} ist leider noch offen.",
        "Wir bitten Sie, den fälligen Betrag innerhalb von sieben Tagen zu überweisen. Mahngebühr {amount}",
        "Nachstehend finden Sie die offenen Posten Ihres Kontos zum {date}.",
        "Anfangssaldo {amount} Endsaldo {amount} Soll Haben Saldo",
        "Die folgenden Waren wurden geliefert; Ware in einwandfreiem Zustand erhalten, Unterschrift.",
        "Gerne bieten wir Ihnen freibleibend an; dieses Angebot gilt dreißig Tage.",
        "Wir bestätigen Ihre Bestellung {number}; der Liefertermin ist der {date}.",
        "Bitte teilen Sie uns Änderungen Ihrer Anschrift mit. Mit freundlichen Grüßen",
        "Dieser Vertrag wird zwischen den Parteien am {date} geschlossen; die Kündigungsfrist beträgt drei Monate.",
        "Sollten Sie bereits gezahlt haben, betrachten Sie dieses Schreiben als gegenstandslos. Verzugszinsen {amount}",
    ),
    "fr": (
        "Madame, Monsieur, nous vous remercions de votre courrier du {date}.",
        "Sauf erreur de notre part, la facture {number} du {date} de {amount} reste impayée.",
        "Nous vous prions de régler ce montant sous huit jours. Pénalités de retard {amount}",
        "Veuillez trouver ci-dessous le relevé de votre compte au {date}.",
        "Solde initial {amount} solde final {amount} débit crédit",
        "Marchandises livrées ce jour, reçues en bon état, signature du client.",
        "Nous avons le plaisir de vous proposer ce devis valable trente jours, bon pour accord.",
        "Nous confirmons votre commande {number}; livraison prévue le {date}.",
        "Veuillez agréer, Madame, Monsieur, nos salutations distinguées.",
        "Le présent contrat est conclu entre les parties le {date}; préavis de trois mois.",
    ),
    "nl": (
        "Geachte heer, mevrouw, dank voor uw brief van {date}.",
        "Volgens onze administratie is factuur {number} van {date} van {amount} nog niet betaald.",
        "Wij verzoeken u vriendelijk binnen zeven dagen te betalen. Aanmaningskosten {amount}",
        "Hieronder vindt u het overzicht van openstaande posten per {date}.",
        "Beginsaldo {amount} eindsaldo {amount} debet credit",
        "De volgende goederen zijn geleverd; in goede staat ontvangen, handtekening.",
        "Graag bieden wij u aan; deze offerte is dertig dagen geldig.",
        "Wij bevestigen uw bestelling {number}; levering op {date}.",
        "Met vriendelijke groet",
        "Deze overeenkomst wordt gesloten tussen partijen op {date}; opzegtermijn drie maanden.",
    ),
    "es": (
        "Estimados señores, gracias por su carta del {date}.",
        "Según nuestros registros la factura {number} del {date} por {amount} sigue pendiente de pago.",
        "Les rogamos que efectúen el pago en siete días. Recargo {amount}",
        "A continuación el extracto de su cuenta a {date}.",
        "Saldo inicial {amount} saldo final {amount} debe haber",
        "Mercancía entregada hoy, recibida en buen estado, firma del cliente.",
        "Tenemos el gusto de ofrecerles este presupuesto válido treinta días.",
        "Confirmamos su pedido {number}; entrega prevista el {date}.",
        "Reciban un cordial saludo",
        "El presente contrato se celebra entre las partes el {date}; preaviso de tres meses.",
    ),
    "it": (
        "Gentili signori, grazie per la vostra lettera del {date}.",
        "Dai nostri registri la fattura {number} del {date} di {amount} risulta non pagata.",
        "Vi preghiamo di saldare entro sette giorni. Interessi di mora {amount}",
        "Di seguito l'estratto del vostro conto al {date}.",
        "Saldo iniziale {amount} saldo finale {amount} dare avere",
        "Merce consegnata oggi, ricevuta in buono stato, firma del destinatario.",
        "Siamo lieti di offrirvi questo preventivo valido trenta giorni.",
        "Confermiamo il vostro ordine {number}; consegna prevista il {date}.",
        "Distinti saluti",
        "Il presente contratto è stipulato tra le parti il {date}; preavviso di tre mesi.",
    ),
    "pt": (
        "Exmos. Senhores, agradecemos a vossa carta de {date}.",
        "Segundo os nossos registos a fatura {number} de {date} no valor de {amount} continua por pagar.",
        "Agradecemos o pagamento no prazo de sete dias. Juros de mora {amount}",
        "Segue o extrato da vossa conta em {date}.",
        "Saldo inicial {amount} saldo final {amount} débito crédito",
        "Mercadoria entregue hoje, recebida em bom estado, assinatura do cliente.",
        "Temos o prazer de apresentar este orçamento válido por trinta dias.",
        "Confirmamos a vossa encomenda {number}; entrega prevista em {date}.",
        "Com os melhores cumprimentos",
        "O presente contrato é celebrado entre as partes em {date}; pré-aviso de três meses.",
    ),
}
"""Language -> sentences; ``{number}``, ``{date}`` and ``{amount}`` are filled in."""

TITLES_BY_LANGUAGE: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "invoice": ("invoice", "tax invoice", "commercial invoice"),
        "credit_note": ("credit note", "credit memo"),
        "purchase_order": ("purchase order", "order form"),
        "purchase_order_change": ("purchase order change", "change order"),
        "other": (
            "statement of account", "payment reminder", "final notice", "delivery note", "packing slip", "quotation",
            "order confirmation", "contract", "notice of change of address", "overdue notice", "dunning letter",
        ),
    },
    "de": {
        "invoice": ("rechnung", "schlussrechnung"),
        "credit_note": ("gutschrift", "rechnungskorrektur"),
        "purchase_order": ("bestellung",),
        "purchase_order_change": ("bestelländerung",),
        "other": (
            "mahnung", "zahlungserinnerung", "kontoauszug", "lieferschein", "angebot", "auftragsbestätigung", "vertrag",
            "letzte mahnung", "saldenbestätigung", "offene posten",
        ),
    },
    "fr": {
        "invoice": ("facture",),
        "credit_note": ("avoir", "facture d'avoir"),
        "purchase_order": ("bon de commande",),
        "purchase_order_change": ("modification de commande",),
        "other": (
            "rappel", "mise en demeure", "relevé de compte", "bon de livraison", "devis", "confirmation de commande",
            "contrat", "lettre de relance",
        ),
    },
    "nl": {
        "invoice": ("factuur",),
        "credit_note": ("creditnota",),
        "purchase_order": ("bestelbon", "inkooporder"),
        "purchase_order_change": ("gewijzigde bestelling",),
        "other": (
            "herinnering", "aanmaning", "rekeningoverzicht", "pakbon", "offerte", "orderbevestiging", "overeenkomst"
        ),
    },
    "es": {
        "invoice": ("factura",),
        "credit_note": ("nota de crédito", "factura rectificativa"),
        "purchase_order": ("orden de compra", "pedido"),
        "purchase_order_change": ("modificación de pedido",),
        "other": (
            "recordatorio de pago", "extracto de cuenta", "albarán", "presupuesto", "confirmación de pedido", "contrato"
        ),
    },
    "it": {
        "invoice": ("fattura",),
        "credit_note": ("nota di credito",),
        "purchase_order": ("ordine di acquisto",),
        "purchase_order_change": ("modifica ordine",),
        "other": (
            "sollecito di pagamento", "estratto conto", "documento di trasporto", "preventivo", "conferma d'ordine"
        ),
    },
    "pt": {
        "invoice": ("fatura",),
        "credit_note": ("nota de crédito",),
        "purchase_order": ("nota de encomenda",),
        "purchase_order_change": ("alteração de encomenda",),
        "other": ("aviso de pagamento", "extrato de conta", "guia de remessa", "orçamento", "contrato"),
    },
}  # fmt: skip
"""Language -> kind -> what such papers are called."""
