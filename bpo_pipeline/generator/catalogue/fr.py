"""Biens et services de fournisseurs français : ``text | unit | lowest-highest | most | place of the tax rate``."""

TRADES = {
    "food": """
        Coffret de pralines roses, 500 g | C62 | 11-19 | 60 | 1
        Huile d'olive vierge extra, bidon de 3 l | C62 | 28-44 | 30 | 1
        Champagne brut, carton de 6 bouteilles, élevé trente mois sur lies, étui cadeau compris | C62 | 126-198 | 12
        Confiture de myrtilles sauvages | C62 | 3.6-5.9 | 120 | 1
        Moutarde à l'ancienne, 200 g | C62 | 2.1-3.4 | 144 | 1
        Vin rouge, carton de 12 | C62 | 68-112 | 15
        Panier garni « Lyonnais » | C62 | 32-58 | 25
        Transport réfrigéré | C62 | 35-70 | 1
    """,
    "office": """
        Ramette papier A4, 80 g, carton de 5 | C62 | 21-32 | 50
        Cartouche d'encre noire | C62 | 24-46 | 12
        Classeur à levier, dos 80 mm | C62 | 2.2-4.1 | 100
        Fauteuil de bureau ergonomique, dossier en maille, accoudoirs réglables, roulettes dures | C62 | 165-289 | 6
        Stylo bille bleu, boîte de 50 | C62 | 13-21 | 15
        Agenda semainier | C62 | 9-16 | 40
        Installation sur site | HUR | 42-58 | 4
    """,
}
