"""Bienes y servicios de proveedores españoles: ``text | unit | lowest-highest | most | place of the tax rate``."""

TRADES = {
    "ceramics": """
        Azulejo pintado a mano 15 x 15 cm | C62 | 2.4-4.8 | 900
        Jarrón esmaltado azul cobalto, 40 cm | C62 | 24-42 | 40
        Juego de platos de gres, seis servicios, apto para lavavajillas, decoración levantina | C62 | 58-94 | 30
        Maceta de terracota 30 cm | C62 | 8-15 | 120
        Cuenco pequeño | C62 | 3.1-5.6 | 240
        Embalaje para exportación | C62 | 38-66 | 2
        Baldosa hidráulica | MTK | 46-72 | 60
    """,
    "hotel": """
        Habitación doble uso individual | DAY | 98-164 | 5
        Desayuno bufé | C62 | 12-18 | 6
        Sala de reuniones, media jornada, con proyector, agua y café para doce personas | C62 | 180-290 | 2 | 1
        Aparcamiento | DAY | 16-24 | 5 | 1
        Cena menú degustación | C62 | 34-52 | 6
        Servicio de lavandería | C62 | 9-21 | 3 | 1
    """,
}
