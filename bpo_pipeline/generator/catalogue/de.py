"""Waren und Leistungen deutscher Lieferanten: ``text | unit | lowest-highest | most | place of the tax rate``."""

TRADES = {
    "office": """
        Kopierpapier A4, 80 g/m², weiß, Karton zu 5 x 500 Blatt | C62 | 19-29 | 40
        Toner schwarz, hohe Reichweite | C62 | 64-118 | 8
        Ordner A4, 80 mm, Rücken wolkenmarmor | C62 | 2.1-3.9 | 120
        Haftnotizen 76 x 76 mm, gelb, 12 Blöcke | C62 | 6.5-11 | 30
        Bürodrehstuhl mit Synchronmechanik, Lordosenstütze und höhenverstellbaren Armlehnen, schwarz | C62 | 189-329 | 6
        Kugelschreiber blau, 50 Stück | C62 | 14-22 | 10
        Aktenvernichter, Partikelschnitt | C62 | 119-210 | 2
        Aufbau und Einweisung vor Ort | HUR | 48-62 | 4
    """,
    "freight": """
        Seecontainer 40', Vorlauf Hamburg-Bremen | C62 | 380-560 | 3
        Stückgut Bremen-Kassel, 4 Paletten | C62 | 210-340 | 4
        Lagergeld je Palette und Tag | DAY | 0.8-1.6 | 180
        Dieselzuschlag | C62 | 24-88 | 1
        Zollabfertigung Einfuhr, einschließlich Gestellung, Tarifierung von bis zu fünf Positionen | C62 | 75-125 | 2
        Standzeit an der Rampe | HUR | 58-72 | 5
        Palettentausch Euro | C62 | 9-14 | 40
    """,
    "food": """
        Räucherlachs geschnitten | KGM | 24-38 | 20
        Holsteiner Katenschinken, g.g.A., mindestens vier Monate gereift, am Stück, vakuumiert | KGM | 18-27 | 15
        Apfelsaft naturtrüb, Kiste 12 x 1,0 l | C62 | 14-21 | 25 | 1
        Rapshonig 500 g | C62 | 4.2-6.9 | 60
        Kaffee gemahlen | KGM | 13-19 | 25
        Mineralwasser, Kiste 12 x 0,7 l | C62 | 4.5-7.5 | 40 | 1
        Präsentkorb "Förde" | C62 | 29-48 | 20
        Rotkohl im Glas 720 ml | C62 | 1.7-2.6 | 96
    """,
    "hardware": """
        Sechskantschraube M8 x 40 A2, 200 St. | C62 | 23-36 | 10
        Bohrhammer SDS-plus 800 W | C62 | 139-219 | 3
        Sonderwerkzeug nach Zeichnung, Stahl 1.2379, gehärtet 60 HRC, geschliffen, mit Prüfprotokoll | C62 | 280-460 | 4
        Trennscheibe 125 mm | C62 | 1.4-2.9 | 50
        Arbeitshandschuhe Gr. 9 | PR | 4-8 | 30
        Kabeltrommel 25 m | C62 | 34-59 | 4
        Schleifpapier K120 | C62 | 3-6 | 20
        Silikon transparent | C62 | 4.5-8 | 12
        Fräsarbeiten | HUR | 62-78 | 12
    """,
    "energy": """
        Arbeitspreis Strom | KWH | 0.2412-0.3187 | 8200
        Grundpreis Strom | MON | 11-19 | 1
        Messstellenbetrieb | MON | 1.6-4.8 | 1
        Arbeitspreis Erdgas | KWH | 0.0874-0.1163 | 7400
        Netzentgelt | KWH | 0.0712-0.0988 | 8200
        Ablesung vor Ort | C62 | 9-18 | 1
    """,
    "print": """
        Flyer DIN lang, 4/4-farbig, 135 g/m² | C62 | 0.06-0.14 | 5000
        Visitenkarten, 350 g/m², 500 Stück | C62 | 32-54 | 10
        Katalog A4, 48 Seiten, Rückstichheftung, Umschlag 250 g/m² mit Dispersionslack | C62 | 1.4-2.6 | 1500 | 1
        Plakat A1 | C62 | 8-15 | 80
        Satz und Gestaltung | HUR | 58-76 | 14
        Etiketten auf Rolle, 1.000 Stück | C62 | 24-41 | 20
    """,
    "restaurant": """
        Matjes nach Hausfrauenart | C62 | 13-18 | 4 | 1
        Labskaus | C62 | 14-18 | 4 | 1
        Rote Grütze | C62 | 5-8 | 4 | 1
        Salatteller | C62 | 9-13 | 3 | 1
        Kaffee | C62 | 2.6-3.9 | 6
        Apfelschorle 0,4 | C62 | 3.6-4.9 | 4
        Pils 0,3 | C62 | 3.4-4.6 | 4
    """,
}
