"""Goods and services of English-speaking vendors: ``text | unit | lowest-highest | most | place of the tax rate``."""

TRADES = {
    "outdoor": """
        Static rope 11 mm, 100 m spool | C62 | 95-160 | 20
        Locking carabiner, screw gate, box of 10 | C62 | 58-92 | 30
        Ultralight trekking poles, carbon, adjustable 105-135 cm, with cork grips and spare tips | C62 | 44-79 | 40
        Two-person trail tent with vestibule, forest green | C62 | 139-219 | 25
        Inflatable sleeping pad, R-value 4.2 | C62 | 52-88 | 40
        Climbing helmet, size M | C62 | 39-61 | 30
        Waterproof dry bag 20 L | C62 | 14-24 | 80
        Headlamp 450 lm, rechargeable | C62 | 27-45 | 60
        Camp stove, canister mount, piezo ignition | C62 | 31-56 | 40
        Replacement buckle set | C62 | 3-7 | 150
    """,
    "packaging": """
        Corrugated carton 12 x 12 x 8 in, bundle of 25 | C62 | 19-29 | 120
        Kraft paper roll 24 in x 900 ft | C62 | 38-55 | 40
        Poly mailer 10 x 13 in, case of 1,000 | C62 | 61-84 | 30
        Packing tape, clear, 2 in x 110 yd, case of 36, low-noise acrylic adhesive for cold rooms | C62 | 64-92 | 20
        Bubble cushioning 12 in x 175 ft, perforated | C62 | 21-34 | 50
        Shipping labels 4 x 6 in, fanfold, 2,000 per stack | C62 | 28-41 | 40
        Edge protectors 2 x 2 x 36 in | C62 | 0.65-1.4 | 800
    """,
    "office": """
        Copy paper, letter, 20 lb, case of 10 reams | C62 | 38-47 | 30
        Toner cartridge, black, high yield | C62 | 79-129 | 8
        Gel pens, medium, blue, dozen | C62 | 11-17 | 24
        Hanging file folders, letter size, assorted colors, box of 25 with tabs and inserts | C62 | 13-19 | 30
        Ergonomic mouse, wireless | C62 | 24-49 | 15
        Sit-stand desk converter | C62 | 189-279 | 4
        Whiteboard markers, set of 8 | C62 | 8-13 | 30
        Delivery and set-up on site | HUR | 45-65 | 4
    """,
    "freight": """
        LTL shipment, Green Bay WI to Duluth MN | C62 | 240-420 | 4
        Liftgate service at delivery | C62 | 45-85 | 3
        Fuel surcharge | C62 | 38-96 | 1
        Inside delivery, ground floor, including removal of packaging material and pallet return | C62 | 75-110 | 2
        Pallet storage, per pallet and day | DAY | 3-6 | 60
        Detention time at dock | HUR | 65-80 | 5
        Customs paperwork | C62 | 55-75 | 2
    """,
    "software": """
        Warehouse management subscription, 25 users, monthly | MON | 390-620 | 3
        Additional API calls, block of 100,000 | C62 | 18-30 | 20
        Support plan "Business hours" | MON | 120-210 | 3
        Consulting: integration of the web shop with the order system, including test and handover | HUR | 110-165 | 24
        Single sign-on add-on, per user | C62 | 3-5 | 60
        Data storage, per 100 GB | C62 | 6-12 | 40
        Training session, remote, half a day | C62 | 340-480 | 2
    """,
    "energy": """
        Electricity, general service | KWH | 0.0912-0.1487 | 9800
        Demand charge | KWT | 9.4-13.2 | 85
        Basic service charge | MON | 28-48 | 1
        Renewable energy rider | KWH | 0.0041-0.0087 | 9800
        Natural gas delivery | KWH | 0.0241-0.0398 | 6400
        Meter reading fee | C62 | 6-12 | 2
    """,
    "cleaning": """
        Office cleaning, weekly, showroom and two floors | C62 | 210-290 | 5
        Window cleaning, inside and outside | C62 | 145-230 | 2
        Carpet shampooing | MTK | 1.9-3.4 | 240
        Floor waxing, stock room, including stripping, two coats and moving of furniture | HUR | 48-62 | 9
        Restroom supplies | C62 | 36-72 | 4
        Snow removal, entrance and parking lot | C62 | 85-140 | 6
    """,
    "apparel": """
        Merino crew neck, long sleeve, assorted sizes | C62 | 31-48 | 120
        Rain shell jacket, three layers, taped seams, with stowaway hood and pit zips, color slate | C62 | 79-129 | 60
        Wool hiking socks, pair | PR | 7-12 | 300
        Fleece vest, unisex | C62 | 26-38 | 90
        Trail running shoe | PR | 52-71 | 72
        Waterproof hiking boot, men | PR | 78-104 | 48
        Felted wool blanket 140 x 200 cm | C62 | 48-76 | 40
        Knitted beanie | C62 | 8-14 | 150
    """,
    "print": """
        Spring flyer, letter size, 100 lb gloss text, 4/4 | C62 | 0.11-0.19 | 5000
        Business cards, 16 pt, set of 500 | C62 | 34-58 | 12
        Vinyl banner 3 x 8 ft with grommets, full color, hemmed on all sides, weather resistant | C62 | 84-132 | 6
        Poster 24 x 36 in | C62 | 14-24 | 60
        Graphic design | HUR | 65-85 | 12
        Price tags, die cut, per 1,000 | C62 | 41-66 | 20
    """,
    "restaurant": """
        Walleye sandwich | C62 | 13-18 | 4
        Wild rice soup | C62 | 6-9 | 4
        Garden salad | C62 | 8-12 | 3
        Kettle burger | C62 | 13-17 | 4
        Coffee | C62 | 2.5-4 | 6
        Root beer | C62 | 3-4.5 | 4
        Blueberry pie | C62 | 5.5-8 | 4
    """,
    "hardware": """
        Deck screws 2.5 in, 5 lb | C62 | 22-34 | 6
        Masonry drill bit 1/4 in | C62 | 5-9 | 8
        Utility knife | C62 | 8-15 | 5
        Extension cord 50 ft | C62 | 27-44 | 4
        Paint roller set | C62 | 11-19 | 5
        Padlock 2 in | C62 | 12-21 | 6
        Work gloves L | PR | 9-16 | 10
        Duct tape | C62 | 6-10 | 10
    """,
}
