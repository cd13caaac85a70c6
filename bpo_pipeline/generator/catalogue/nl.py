"""Goederen en diensten, Nederlands: ``text | unit | lowest-highest | most | place of the tax rate``."""

TRADES = {
    "freight": """
        Transport container 40 ft Rotterdam-Hamburg | C62 | 640-890 | 2
        Opslag per pallet en dag | DAY | 0.9-1.7 | 160
        Overslag stukgoed | TNE | 11-18 | 24
        Brandstoftoeslag | C62 | 32-94 | 1
        Douaneformaliteiten uitvoer, inclusief aanmaak EUR.1-certificaat en vertegenwoordiging | C62 | 65-110 | 2
        Wachttijd | HUR | 52-68 | 4
    """,
    "flowers": """
        Tulpen gemengd, bos van 50 | C62 | 11-19 | 60
        Rozen rood 60 cm, bos van 20 | C62 | 13-24 | 50
        Orchidee in keramische pot | C62 | 9-16 | 40
        Seizoensboeket voor de receptie, wekelijks geleverd en verzorgd, inclusief vaas in bruikleen | C62 | 24-39 | 8
        Glazen vaas cilinder | C62 | 8-17 | 24 | 1
        Bloembollen narcis, zak van 100 | C62 | 14-22 | 30
        Kartonnen verzenddoos | C62 | 1.2-2.3 | 80 | 1
    """,
}
