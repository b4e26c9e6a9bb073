import pytest
import yaml

from corpus.article import Article
from corpus.reading import Source, read_source
from kg.entity import find_entities
from kg.facts import Recommendation
from kg.imperative import commands, is_infinitive, is_subjunctive
from kg.recommendation import find_recommendations
from tests.phrases import TABLES, parted, table

FILLER = (
    "La compañía presentó ayer sus resultados en un acto con la prensa y los analistas del sector. "
    "El mercado creció en los últimos meses y la competencia es cada vez mayor en toda la región."
)


def article_of(*blocks: str) -> Article:
    text = "\n\n".join(["Las empresas miran al futuro", FILLER, *blocks, FILLER])
    return read_source(Source(None, "prueba.txt", "prueba", text.encode()))


def advice_in(*blocks: str) -> tuple[Recommendation, ...]:
    article = article_of(*blocks)
    return find_recommendations(article, find_entities(article))


ADVICE = [
    # orders
    ("usted", "Revise los contratos con sus proveedores antes de firmar nada."),
    ("usted_neg", "No espere a que el problema crezca para llamar a su asesor."),
    ("usted_clitic", "Pregúntese qué aporta cada reunión a su equipo."),
    ("usted_after_if", "Si el cliente no responde en una semana, llámelo por teléfono."),
    ("ustedes", "Definan entre todos qué quieren medir y con qué frecuencia."),
    ("usted_colon", "Primer consejo: mida el tiempo que dedica a cada tarea."),
    ("held_usted_2", "Empiece por los procesos más sencillos y amplíe después el alcance."),
    ("held_usted_neg_2", "No confunda actividad con resultados."),
    ("held_ustedes_2", "Antes de contratar a nadie, revisen cómo reparten el trabajo."),
    ("held_usted_3", "Establezca un calendario realista con el equipo comercial."),
    # duty
    (
        "deben",
        "Los directores financieros deben sentarse con el área de tecnología cada trimestre.",
    ),
    ("deberian", "Las empresas familiares deberían preparar la sucesión con tiempo."),
    ("debemos", "Debemos escuchar más a quienes atienden a los clientes."),
    ("hay_que", "Hay que formar a los mandos intermedios en gestión de conflictos."),
    ("no_hay_que", "No hay que confundir la transformación digital con comprar programas."),
    ("tienen_que", "Los equipos de ventas y marketing tienen que compartir los mismos datos."),
    ("inciso", "El responsable de seguridad debería, además, informar al consejo cada mes."),
    ("sujeto_relativo", "Las compañías que exportan deben cubrir el riesgo de cambio."),
    ("creo_que", "Creo que los bancos deben simplificar sus formularios."),
    (
        "sino_que",
        "El cambio no es cosa de informática, sino que debe implicar a toda la plantilla.",
    ),
    ("held_habria_que", "Habría que revisar los incentivos de los comerciales cada año."),
    ("held_deberia_2", "El comité de dirección debería reunirse con los empleados más jóvenes."),
    ("held_tiene_que_2", "El CEO tiene que dar ejemplo y desconectar en vacaciones."),
    ("held_hace_falta", "Hace falta invertir en formación antes que en máquinas."),
    ("held_opina", "La consultora opina que las pymes deben agruparse para comprar."),
    # judgement
    ("fundamental", "Es fundamental contar con un plan por escrito."),
    ("clave_que", "Es clave que la dirección explique por qué cambia el modelo."),
    ("recomendable", "Resulta recomendable separar las cuentas personales de las del negocio."),
    ("lo_importante", "Lo importante es que cada área sepa qué se espera de ella."),
    ("mejor_manera", "La mejor manera de retener talento es ofrecer una carrera clara."),
    ("clave_esta", "La clave está en medir pocas cosas y medirlas bien."),
    ("conviene", "Conviene pedir al menos tres presupuestos."),
    ("conviene_que", "Conviene también que el director de compras conozca la fábrica."),
    ("mas_vale", "Más vale llegar tarde con un buen producto que pronto con uno malo."),
    ("infinitivo_sujeto", "Escuchar a los clientes insatisfechos es imprescindible para mejorar."),
    ("held_necesario", "Es necesario revisar los permisos de acceso cada seis meses."),
    ("held_una_clave", "Una de las claves es repartir bien las responsabilidades."),
    ("held_aconsejable", "Es muy aconsejable que los socios firmen un pacto por escrito."),
    ("held_merece", "Merece la pena dedicar una mañana a ordenar la base de datos."),
    ("held_lo_mejor", "Lo mejor es empezar con un proyecto pequeño."),
    # verbs of advice
    ("recomienda_inf", "La asociación recomienda revisar las pólizas una vez al año."),
    ("recomienda_que", "El informe recomienda que las empresas publiquen sus brechas salariales."),
    ("aconsejo", "El economista aconsejó a los hogares no endeudarse más."),
    ("propone_que", "La patronal propone que el Estado reduzca los trámites."),
    ("insta", "El organismo insta a los gobiernos a invertir en redes eléctricas."),
    ("se_recomienda", "Se recomienda guardar una copia fuera de la oficina."),
    ("aboga", "La firma aboga por revisar los horarios de atención."),
    ("held_sugiere", "El estudio sugiere que los equipos trabajen en grupos pequeños."),
    ("held_exhorto", "La cámara exhortó a los comercios a aceptar pagos digitales."),
    ("held_recomiendan_np", "Los autores recomiendan la creación de un comité de ética."),
    ("held_aconseja_no", "La abogada aconseja no firmar el finiquito el mismo día."),
    ("diria_que", "Yo les diría que inviertan en formación cuanto antes."),
    ("vosotros", "No olvidéis guardar las facturas de cada viaje."),
    ("se_propone_inicial", "Se propone crear un fondo de garantía para exportadores."),
    ("considera", "La consultora considera necesario revisar los plazos de pago."),
    ("si_sin_coma", "Si quieren crecer deben invertir en talento."),
    ("cifra_de_contexto", "Con una inflación del 8 %, conviene revisar los precios."),
    ("objeto_ley", "El Congreso debe aprobar la ley de cooperativas."),
    ("no_puede", "La dirección no puede ignorar lo que dicen las encuestas internas."),
]

NO_ADVICE = [
    ("ley", "La ley obliga a las empresas a registrar la jornada de sus empleados."),
    ("ley_deben", "Según la norma, las compañías deben publicar su informe antes de abril."),
    ("futuro", "Los bancos deberán pagar el nuevo impuesto el próximo año."),
    ("plazo", "Los interesados deben presentar la solicitud antes del 15 de mayo."),
    ("debe_de", "El sector debe de mover unos dos mil millones al año."),
    ("esperable", "La inflación debería bajar en la segunda mitad del año."),
    ("debido", "La subida se debe a la escasez de componentes."),
    ("pasado", "La empresa tuvo que cerrar dos plantas por falta de pedidos."),
    ("pasado_debia", "El director debía presentar su plan en otoño, pero no lo hizo."),
    ("hallazgo", "El 62% de los directivos cree que su empresa debe invertir más en datos."),
    ("hallazgo_clave", "Para un 45% de los encuestados es fundamental trabajar desde casa."),
    ("relativo", "Las preguntas que los consejeros deben responder son incómodas."),
    ("reto", "El informe detalla los retos a los que deben enfrentarse las pymes."),
    ("meta_hay_que", "Hay que recordar que el sector venía de dos años malos."),
    ("meta_cabe", "Cabe destacar que las ventas en línea siguen al alza."),
    ("meta_importante", "Es importante señalar que la muestra era pequeña."),
    ("tiene_que_ver", "El problema tiene que ver con la falta de crédito."),
    ("no_necesario", "No es necesario instalar ningún programa para usarlo."),
    ("describe", "La plataforma ofrece varias opciones de pago y permite exportar los datos."),
    ("describe_2", "Revisa los pedidos, prepara las rutas y avisa a los conductores."),
    ("sustantivo", "Informe sobre el estado de las pymes en la región."),
    ("sustantivo_2", "Compra de viviendas y alquiler suben a la vez."),
    ("titular_vs", "Crece la inversión en energías limpias."),
    ("se_propone", "La empresa se propone abrir diez tiendas este año."),
    ("sugiere_indicativo", "El dato sugiere que la demanda se enfría."),
    ("propone_np", "El programa propone descuentos a los clientes fieles."),
    ("subjuntivo_deseo", "Sea como sea, el plan sigue adelante."),
    ("primera", "Tengo que admitir que me equivoqué con aquel proveedor."),
    ("pregunta", "¿Deben las empresas pagar la conexión de sus empleados?"),
    ("interrogativa", "Nadie sabe quién debe asumir ese coste."),
    ("held_multa", "Las firmas que incumplan deben pagar una multa de 3.000 euros."),
    ("held_pasado_2", "El banco recomendado por los usuarios abrió otra oficina en la ciudad."),
    ("held_habia_que", "Había que esperar horas para hablar con un agente."),
    ("held_hallazgo_2", "Siete de cada diez consultados dicen que conviene ahorrar."),
    ("held_describe_3", "El sistema debe su nombre a un río de la zona."),
    ("held_es_clave", "La logística es clave para el comercio electrónico."),
    ("held_relativo_2", "El equipo que debe liderar el cambio aún no existe."),
    ("held_cuando", "Cuando un cliente tiene que esperar, se marcha."),
    ("held_sea", "Haya o no acuerdo, la fusión se votará en junio."),
    ("held_meta_2", "Conviene recordar que el año pasado hubo elecciones."),
    ("held_base", "Base de datos, nube y redes concentran el gasto."),
    ("held_pasado_3", "Fue necesario cerrar la fábrica durante dos semanas."),
]


@pytest.mark.parametrize("sentence", [pytest.param(s, id=i) for i, s in ADVICE])
def test_advice_is_read(sentence: str) -> None:
    assert [
        r for r in advice_in(sentence) if sentence[:20] in r.evidence.of(article_of(sentence).text)
    ]


@pytest.mark.parametrize("sentence", [pytest.param(s, id=i) for i, s in NO_ADVICE])
def test_what_only_looks_like_advice_is_not_read(sentence: str) -> None:
    assert advice_in(sentence) == ()


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        pytest.param(
            "Consejos para vender más", "Conocer al cliente antes de llamarlo.", id="consejos"
        ),
        pytest.param("Cinco pasos para exportar", "Elegir bien el primer mercado.", id="pasos"),
        pytest.param(
            "Recomendaciones", "Publicar los datos de cada trimestre.", id="recomendaciones"
        ),
        pytest.param("El informe propone tres medidas:", "Reducir los plazos de pago.", id="intro"),
        pytest.param("Propuestas", "Creación de un fondo de garantía.", id="nombre_de_accion"),
        pytest.param("Buenas prácticas", "No compartir las contraseñas.", id="held_practicas"),
        pytest.param("Pautas de uso", "Limitar las reuniones a media hora.", id="held_pautas"),
    ],
)
def test_infinitives_listed_under_advice_are_read(heading: str, item: str) -> None:
    found = advice_in(heading, f"- {item}\n- Preparar el siguiente paso con calma.")
    assert item in [r.text for r in found]


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("Objetivos del programa", id="objetivos"),
        pytest.param("Funciones del puesto", id="held_funciones"),
    ],
)
def test_infinitives_listed_under_something_else_are_not_read(heading: str) -> None:
    assert advice_in(heading, "- Abrir nuevos mercados.\n- Formar a los equipos.") == ()


def test_familiar_orders_are_read_where_the_article_speaks_to_its_reader() -> None:
    found = advice_in(
        "Si tienes una tienda, tus clientes te buscan en el móvil y tú puedes llegar a ellos.",
        "1. Cuida las fotos",
        "Con luz natural ganan mucho. Revisa también los textos de tu ficha cada mes.",
    )
    assert [r.text for r in found] == [
        "Cuida las fotos",
        "Revisa también los textos de tu ficha cada mes.",
    ]


def test_voseo_is_read() -> None:
    found = advice_in(
        "Si tenés un hotel, tus huéspedes son tu mejor publicidad.",
        "Pediles una reseña cuando se van.",
        "Armá un paquete para empresas.",
    )
    assert len(found) == 2


def test_a_run_in_infinitive_heads_its_paragraph() -> None:
    found = advice_in(
        "Delegar sin miedo. Quien reparte el trabajo gana tiempo para pensar en lo que viene."
    )
    assert [r.text for r in found] == ["Delegar sin miedo."]


def test_questions_to_ask_oneself_are_one_advice_a_list() -> None:
    found = advice_in(
        "Antes de firmar conviene hacerse unas preguntas que casi nadie se hace a tiempo:",
        "- ¿Qué pasa si el proveedor cierra?\n- ¿Quién guarda los datos?\n- ¿Cuánto cuesta salir?",
    )
    assert any("¿Quién guarda los datos?" in r.text for r in found)


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        pytest.param(
            "Hay que activar la alarma, hacer copias cada noche y probar que funcionan.",
            3,
            id="list",
        ),
        pytest.param(
            "El banco recomienda separar las cuentas y revisar los recibos cada mes.", 2, id="two"
        ),
        pytest.param("Mida y corrija.", 1, id="short"),
        pytest.param(
            "Conviene trabajar juntos para reducir costes y ganar tiempo.", 1, id="nested"
        ),
        pytest.param("Siéntese con su equipo y apunte qué tareas detestan.", 2, id="orders"),
        pytest.param(
            "La firma exhortó a los socios a ahorrar más y a diversificar sus inversiones.",
            2,
            id="held_a",
        ),
        pytest.param("Es clave escuchar al cliente y responderle pronto.", 2, id="held_clave"),
    ],
)
def test_coordinated_advice_is_told_apart(sentence: str, parts: int) -> None:
    assert len(advice_in(sentence)) == parts


@pytest.mark.parametrize(
    ("sentence", "by"),
    [
        pytest.param(
            "Accenture recomienda revisar los permisos cada mes.", "Accenture", id="subject"
        ),
        pytest.param(
            "«Hay que escuchar más a la plantilla», afirma Laura Pons, directora de Acme.",
            "Laura Pons",
            id="quote",
        ),
        pytest.param(
            "Como sugiere Marta Ruiz, el consejo podría reunirse más a menudo.",
            "Marta Ruiz",
            id="como",
        ),
        pytest.param("Hay que escuchar más a la plantilla.", None, id="author"),
        pytest.param("Según KPMG, las empresas deben revisar sus contratos.", "KPMG", id="segun"),
    ],
)
def test_who_gives_the_advice_is_told(sentence: str, by: str | None) -> None:
    assert [r.by for r in advice_in(sentence)] == [by]


@pytest.mark.parametrize(
    ("sentence", "to"),
    [
        pytest.param("Los CFO deben explicar sus cifras.", ["CFO"], id="subject"),
        pytest.param(
            "Para los directores de marketing es clave conocer los datos.", ["CMO"], id="para"
        ),
        pytest.param(
            "El informe recomienda a los CIO hablar más con el negocio.", ["CIO"], id="object"
        ),
        pytest.param("Conviene ahorrar.", [], id="nobody"),
    ],
)
def test_whom_the_advice_is_for_is_told(sentence: str, to: list[str]) -> None:
    assert [p.label for r in advice_in(sentence) for p in r.to] == to


def test_the_advice_is_quoted_without_its_attribution() -> None:
    (found,) = advice_in("La consultora Deloitte recomienda que los bancos abran más oficinas.")
    assert found.text == "los bancos abran más oficinas."


def test_every_advice_tells_its_rule_and_how_sure_it_is() -> None:
    for _, sentence in ADVICE:
        assert all(r.rule and 0 < r.confidence <= 1 for r in advice_in(sentence))


@pytest.mark.parametrize(
    ("word", "person"),
    [
        ("alinee", "usted"),
        ("piensen", "ustedes"),
        ("cuida", "tú"),
        ("armá", "vos"),
        ("retíralo", "tú"),
        ("siéntese", "usted"),
        ("construya", "usted"),
        ("siga", "usted"),
        ("elija", "usted"),
        ("haga", "usted"),
        ("escondas", "no tú"),
        ("busque", "usted"),
        ("organice", "usted"),
        ("evitemos", "nosotros"),
    ],
)
def test_orders_are_conjugated(word: str, person: str) -> None:
    assert person in {c.person for c in commands(word)}


@pytest.mark.parametrize("word", ["mesa", "resultados", "aliarse", "mercado", "ciudad"])
def test_other_words_are_no_orders(word: str) -> None:
    assert commands(word) == ()


def test_moods_are_told_apart() -> None:
    assert is_infinitive("preguntarles")
    assert not is_infinitive("lugar")
    assert is_subjunctive("trabajen")
    assert not is_subjunctive("trabajan")


@pytest.mark.parametrize(
    "text", ["debe ir ", "la ley debe ir ", "y, ", "revise y ", "dijo Ana Gil, "]
)
def test_a_sentence_without_end_does_not_hang(text: str) -> None:
    advice_in(text * 20000)


# more ways of advising, drawn up before their rules; every third row is held
MORE_ADVICE = [
    # several measures after a colon
    ("La patronal plantea dos medidas: bajar la cuota y alargar los plazos.",),
    ("El informe deja tres recetas: simplificar trámites, formar a los jefes y medir poco.",),
    ("Nuestra recomendación es clara: empezar por los clientes más fieles.",),
    ("La receta del experto es sencilla: contratar antes de necesitarlo.",),
    ("Mi consejo es siempre el mismo: ahorrar en los años buenos.",),
    ("La asociación presentó dos propuestas: abrir los datos y formar jueces.",),
    # asking, calling, urging
    ("La ministra llamó a las empresas a publicar sus brechas salariales.",),
    ("A los comerciales les pide que escuchen más y hablen menos.",),
    ("El gremio pide a los comercios que acepten pagos con tarjeta.",),
    ("El presidente de la cámara, que llamó a los socios a exportar más, cerró el acto.",),
    ("Intervino Laura Pons, quien ha recomendado a las pymes revisar sus seguros.",),
    ("El autor ha instado a los bancos a que simplifiquen sus contratos.",),
    ("Hacen un llamado a los hoteles a medir su consumo de agua.",),
    # conditional, with the past subjunctive
    ("Sería deseable que los convenios incluyeran más horas de formación.",),
    ("Yo le recomendaría a cualquier gerente que visitara la planta cada mes.",),
    ("Convendría que los socios firmaran un pacto por escrito.",),
    ("Lo ideal sería que el equipo decidiera sus horarios.",),
    ("Sería bueno que cada área midiera su gasto.",),
    ("Sería conveniente revisar las tarifas dos veces al año.",),
    # orders
    ("Si no puede cumplir el plazo, dígalo cuanto antes.",),
    ("Para la consultora, el remedio es uno: escuchar antes de vender.",),
    ("Eso sí: nada de prisas.",),
    ("Y nada de reuniones sin orden del día.",),
    ("Quien quiera exportar, que estudie antes el mercado.",),
    ("El que busque atajos, que pruebe primero el camino largo.",),
    # duty
    ("Los jefes deberían hablar cada semana con su gente.",),
    ("Los avisos deben llegar primero a quien los puede resolver.",),
    ("La empresa no puede desentenderse de sus proveedores.",),
    ("Es necesario, eso sí, coordinar mejor los turnos.",),
    ("Debe existir un plan por escrito para cada riesgo.",),
    ("Recomendamos al menos dos copias de cada archivo.",),
    ("La experta considera asimismo imprescindible que los comités se reúnan a solas.",),
    ("El organismo ve necesario que las pymes se agrupen.",),
    # more of the same
    ("Otro consejo es separar la red de invitados.",),
    ("Mejor llamar antes al banco.",),
    ("Las empresas harían bien en auditar sus algoritmos.",),
    ("Lo que toca es revisar el contrato cada año.",),
    ("Bueno sería que alguien mirara los datos.",),
    ("El gremio pidió al Gobierno reducir los trámites.",),
    ("La cámara solicitó al ministerio que agilice los permisos.",),
    ("Las pymes no deberían esperar a que llegue la norma.",),
    ("Yo empezaría por ordenar los recibos.",),
]  # fmt: skip

NO_MORE_ADVICE = [
    ("Conforme al estudio, una empresa media gasta 300 euros al mes.",),
    ("Pese a todo, las ventas suben.",),
    ("O sea, que nadie pagó a tiempo.",),
    ("El sindicato llamó a la huelga para el lunes.",),
    ("Escríbale a redaccion@diario.example y cuéntele su caso.",),
    ("Descargue el informe completo en www.informe.example.",),
    ("Lea más sobre gestión de personas y temas relacionados.",),
    ("Lea el documento completo aquí.",),
    ("Apúntese a nuestra lista de correo.",),
    ("Contacte con nosotros para saber más.",),
    ("El resultado debería hacernos pensar.",),
    ("El juez pide que declare el gerente.",),
    ("El dato debería preocuparnos a todos.",),
    ("El plan plantea tres escenarios: uno bueno, uno malo y uno peor.",),
    ("Las medidas son conocidas: la subida del impuesto y el fin de la ayuda.",),
    ("Llamó a su socio a medianoche para contarle la noticia.",),
    ("Nada de lo que dijo sorprendió a los presentes.",),
    ("No hay nada de nuevo en el plan.",),
    ("Que la empresa crezca no sorprende a nadie.",),
    ("La directora, que pasó por tres bancos, lo niega.",),
    ("El 40 % recomendaría a un amigo que trabajara allí.",),
    ("Antes sería impensable que un banco cerrara su oficina.",),
    ("Los clientes les piden que bajen los precios.",),
    ("La empresa pide a sus empleados que vuelvan a la oficina.",),
    ("El Gobierno pidió a las firmas que paguen antes de junio.",),
    ("Su prioridad es clara: crecer en la región.",),
    ("Mejor crecimiento y más empleo en el sur.",),
    ("El objetivo es claro: vender más que el año pasado.",),
    ("La empresa tiene dos planes: abrir tiendas y comprar a un rival.",),
]  # fmt: skip


@pytest.mark.parametrize("sentence", table(MORE_ADVICE))
def test_more_ways_of_advising_are_read(sentence: str) -> None:
    assert advice_in(sentence)


@pytest.mark.parametrize("sentence", table(NO_MORE_ADVICE))
def test_calls_to_the_reader_and_wishes_are_not_read(sentence: str) -> None:
    assert advice_in(sentence) == ()


INTERVIEW = (
    "P. ¿Qué ha cambiado en estos años?",
    "R. Todo. Antes Laura Pons, directora de Acme, firmaba cada compra; ahora la firma el equipo.",
    "P. ¿Y qué se puede mejorar?",
    "R. Hay que formar antes a los jefes.",
    "P. ¿Qué le pediría a un consejero?",
    "R. Que pase un día en la tienda. Y que aprenda a escuchar.",
)


def test_who_answers_an_interview_gives_the_advice() -> None:
    found = advice_in("Hablamos con Laura Pons, directora de Acme, en su despacho.", *INTERVIEW)
    assert {r.by for r in found} == {"Laura Pons"}


def test_wishes_that_answer_a_question_are_advice() -> None:
    found = advice_in("Hablamos con Laura Pons, directora de Acme, en su despacho.", *INTERVIEW)
    assert [r.text for r in found][-2:] == [
        "Que pase un día en la tienda.",
        "que aprenda a escuchar.",
    ]


@pytest.mark.parametrize(
    ("sentence", "by"),
    table(
        [
            ("Ana Gil, directora de Acme, cree en el plan. Ella recomienda medir poco.", "Ana Gil"),
            ("Habló Ana Gil, de Acme. La experta considera vital que se midan.", "Ana Gil"),
            ("Habló Ana Gil, quien ha recomendado a las pymes revisar sus seguros.", "Ana Gil"),
        ]
    ),
)
def test_who_is_meant_by_a_pronoun_gives_the_advice(sentence: str, by: str) -> None:
    assert [r.by for r in advice_in(sentence)] == [by]


def test_a_code_before_an_advice_of_a_list_is_no_sentence() -> None:
    found = advice_in("Recomendaciones", "R1. Formar a los mandos.\nR2. Publicar los datos.")
    assert [r.text for r in found] == ["Formar a los mandos.", "Publicar los datos."]


@pytest.mark.parametrize(
    ("sentence", "texts"),
    table(
        [
            (
                "Pons aconseja empezar ya: hay que medir el gasto.",
                ["empezar ya", "hay que medir el gasto."],
            ),
            (
                "Los jefes deben escuchar más y los equipos deben contar lo que pasa.",
                ["Los jefes deben escuchar más", "los equipos deben contar lo que pasa."],
            ),
            (
                "El gremio recomienda abrir antes e insta a los bancos a prestar más.",
                ["abrir antes", "prestar más."],
            ),
            (
                "No llenen la agenda: una duda corta debe resolverse por teléfono.",
                ["No llenen la agenda", "una duda corta debe resolverse por teléfono."],
            ),
            ("Dígalo y explique por qué.", ["Dígalo", "explique por qué."]),
            ("Elija un equipo y una sola pregunta.", ["Elija un equipo y una sola pregunta."]),
        ]
    ),
)
def test_clauses_that_advise_are_told_apart(sentence: str, texts: list[str]) -> None:
    assert [r.text for r in advice_in(sentence)] == texts


@pytest.mark.parametrize(
    "sentence",
    table(
        [
            ("Antes de firmar pide un informe a tu banco.",),
            ("El precio no lo es todo y, si puedes, llama: la voz convence.",),
            ("Al cerrar la venta, envía la factura.",),
        ]
    ),
)
def test_orders_inside_a_sentence_are_read_where_the_reader_is_spoken_to(sentence: str) -> None:
    assert advice_in("Si tienes una tienda, tus clientes te buscan y tú vendes.", sentence)


READ, ASIDE = parted("advice_read")


@pytest.mark.parametrize(("sentence", "count"), READ)
def test_advice_is_told_from_what_sounds_like_it(sentence: str, count: int) -> None:
    assert len(advice_in(sentence)) == count


def test_advice_of_sentences_never_looked_at_is_mostly_told() -> None:
    right = [len(advice_in(sentence)) == count for sentence, count in ASIDE]

    assert sum(right) >= 0.75 * len(ASIDE)


def test_items_of_a_list_of_errors_are_no_advice() -> None:
    assert advice_in("Errores más comunes", "- No hablar de los gastos.\n- Olvidar el móvil.") == ()


def test_what_a_role_does_is_no_advice() -> None:
    found = advice_in(
        "Si tienes una empresa, tu equipo debe repartir los papeles con calma y tú decides.",
        "- Ingeniero de red: mantiene los equipos.\n- Analista: vigila las alarmas.",
    )

    assert not [r for r in found if "imperativo" in r.rule]


def test_a_wish_in_a_list_of_recommendations_is_advice() -> None:
    found = advice_in("Recomendaciones", "1. Que las cámaras actúen como ventanilla única.")

    assert [r.text for r in found] == ["Que las cámaras actúen como ventanilla única."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Es aconsejable una revisión anual de los contratos.",
        "Es necesaria una mayor coordinación entre administraciones.",
        "Se hace necesario reforzar la inspección.",
        "Se impone revisar el modelo de turnos.",
        "Urge una reforma de la formación profesional.",
        "Lo que deberían hacer las empresas es preguntar antes.",
        "Una alternativa es compartir almacén con otro comercio.",
        "Recomendación: instalar un segundo sensor.",
        "Ojo con las ofertas demasiado buenas.",
        "Mucho cuidado con los contratos de permanencia.",
        "Bajo ningún concepto pague por adelantado.",
        "Sería un error pagar por adelantado.",
        "Los expertos apuntan a la necesidad de formar a los mandos.",
        "«Apostaría por contratar antes», dice la gerenta.",
        "Delegar es la única manera de crecer.",
        "Ha llegado la hora de que las mujeres dirijan.",
    ],
)
def test_rarer_ways_of_advising_are_read(sentence: str) -> None:
    assert len(advice_in(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Es necesaria una licencia de obra.",
        "Urge a sus socios desde hace años.",
        "El cuidado con el que trabajan se nota.",
        "Lo que deben hacer los bancos no es fácil.",
        "Comprar es la mejor opción para el 40 % de los hogares.",
        "La necesidad de mano de obra crece cada verano.",
    ],
)
def test_needs_and_likings_told_are_no_advice(sentence: str) -> None:
    assert advice_in(sentence) == ()


@pytest.mark.parametrize("text", ["lo que debe hacer ", "subraya la necesidad de ", "ojo con "])
def test_a_rarer_way_of_advising_without_end_does_not_hang(text: str) -> None:
    advice_in(text * 20000)


MORE = yaml.safe_load((TABLES / "advice_more.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("sentence", "count"), MORE)
def test_advice_of_guides_is_told_from_what_sounds_like_it(sentence: str, count: int) -> None:
    assert len(advice_in(sentence)) == count


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(
            (
                "- Horarios. Fijar una franja sin reuniones cada mañana.\n"
                "- Equipos. Comprar pantallas para quien trabaja en casa.\n"
                "- Ayudas. Además, pagar una parte de la luz.",
            ),
            id="behind_labels",
        ),
        pytest.param(
            (
                "Las reuniones se multiplican sin motivo. Fijar una franja sin llamadas.",
                "La pantalla cansa la vista. Comprar pantallas para quien trabaja en casa.",
                "La luz la paga el empleado. Pagar una parte de ese gasto.",
            ),
            id="in_paragraphs",
        ),
    ],
)
def test_several_sentences_of_an_infinitive_alone_instruct(blocks: tuple[str, ...]) -> None:
    assert [r.rule for r in advice_in(*blocks)] == ["infinitivo que instruye, uno de varios"] * 3


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(
            (
                "La firma se comprometió a varias cosas con la plantilla:",
                "- Abrir una guardería.\n- Pagar las horas extra.\n- Publicar los sueldos.",
            ),
            id="governed_by_a_line",
        ),
        pytest.param(
            (
                "El puesto tiene estas responsabilidades.",
                "- Atender a los clientes.\n- Cuadrar la caja diaria.\n- Pedir el género a tiempo.",
            ),
            id="duties_of_a_post",
        ),
        pytest.param(("El plan es modesto. Abrir una tienda más.",), id="one_alone"),
        pytest.param(
            (
                "¿Un sueño? Abrir una tienda en Lima.",
                "¿Un miedo? Perder a los clientes de siempre.",
                "¿Una manía? Contar la caja dos veces.",
            ),
            id="answers",
        ),
    ],
)
def test_infinitives_that_aim_or_answer_do_not_instruct(blocks: tuple[str, ...]) -> None:
    assert advice_in(*blocks) == ()


def test_an_item_without_verb_is_advice_among_others_that_are() -> None:
    found = advice_in(
        "Recomendaciones para cobrar a tiempo",
        "1. Fijar las condiciones por escrito. Un papel firmado evita discusiones.",
        "2. Facturar el mismo día. Cada retraso cuesta dinero.",
        "3. Descuento por pronto pago. Basta un 2 % para animar al cliente.",
    )
    assert [r.text for r in found][-1] == "Descuento por pronto pago."


def test_labels_of_items_that_advise_below_are_no_advice() -> None:
    found = advice_in(
        "Recomendaciones para vender más",
        "1. Las fotos. Haced las fotos con luz natural.",
        "2. Los textos. Escribid como habláis.",
        "3. El precio. Incluid los portes.",
    )
    assert len(found) == 3


def test_boxes_to_tick_are_items() -> None:
    found = advice_in(
        "Lista de verificación", "☐ Emitir las facturas pendientes.\n☐ Guardar copia de todo."
    )
    assert len(found) == 2


def test_orders_to_the_reader_that_might_be_nouns_are_read() -> None:
    found = advice_in(
        "Si tienes un equipo a tu cargo, tus palabras pesan.",
        "Deja espacio para las preguntas. Registra la reclamación. Si no lo sabes, dilo.",
        "Registra tu correo en nuestra web.",
    )
    assert len(found) == 3


def test_voseo_is_told_from_the_third_person() -> None:
    found = advice_in(
        "Si tenés una entrevista, tus nervios juegan en contra.",
        "Tratá de dormir bien. Dejá abierto el currículum. Fijate que la cámara funcione.",
    )
    assert len(found) == 3


def test_a_wish_with_a_pronoun_that_answers_is_advice() -> None:
    found = advice_in("¿Mi consejo para quien empieza? Que se busque un socio con experiencia.")
    assert len(found) == 1


WHOM, WHOM_ASIDE = parted("advice_whom")


def told(text: str) -> list[list[object]]:
    """Return what is advised, by whom, and for whom."""
    return [[r.text.rstrip("."), r.by, [p.label for p in r.to]] for r in advice_in(text)]


@pytest.mark.parametrize(("text", "advice"), WHOM)
def test_who_advises_whom_to_do_what_is_told(text: str, advice: list[list[object]]) -> None:
    assert told(text) == advice


def test_who_advises_whom_in_sentences_never_looked_at_is_mostly_told() -> None:
    assert sum(told(text) == advice for text, advice in WHOM_ASIDE) >= 0.8 * len(WHOM_ASIDE)


@pytest.mark.parametrize("text", ["recomienda medir, y el 94 % lo hizo ", "Mi consejo para ti: "])
def test_an_advice_and_its_outcome_without_end_do_not_hang(text: str) -> None:
    advice_in(text * 20000)


@pytest.mark.parametrize(
    ("text", "advice"),
    yaml.safe_load((TABLES / "advice_given.yaml").read_text(encoding="utf-8")),
)
def test_who_gives_a_list_and_what_only_sounds_like_advice_is_told(
    text: str, advice: list[list[object]]
) -> None:
    assert told(text) == advice


@pytest.mark.parametrize(
    ("line", "items", "count"),
    [
        ("La cámara reclama al nuevo Gobierno:", "- Bajar las tasas.\n- Abrir el puerto.", 2),
        (
            "A partir de estos resultados, el equipo sugiere a los talleres:",
            "1. Facturar el mismo día.\n2. Llamar antes del vencimiento.",
            2,
        ),
        ("Los socios exigen al alcalde:", "- Arreglar las calles.\n- Poner más luz.", 2),
        ("Peticiones al Gobierno", "- Bajar las tasas.\n- Abrir el puerto.", 2),
        (
            "Cinco cosas para hacer antes del verano",
            "1. Una vez por mes, que la jefa atienda a un cliente.\n2. Revise el aire.",
            2,
        ),
        ("Qué podés hacer vos", "- Anotar cada gasto.\n- Guardar las facturas.", 2),
        ("Los problemas que la cámara detecta:", "- Bajar las tasas.\n- Abrir el puerto.", 0),
        ("La dueña pidió tres cosas a su banco:", "- Un crédito.\n- Una tarjeta.", 0),
        ("Qué hace la cámara", "- Anotar cada gasto.\n- Guardar las facturas.", 0),
    ],
)
def test_items_below_who_asks_for_them_are_advice(line: str, items: str, count: int) -> None:
    assert len(advice_in(line, items)) == count


def test_wishes_below_a_heading_that_asks_for_them_are_advice() -> None:
    found = advice_in(
        "Qué les pedimos a las fábricas",
        "Que la visita se anuncie con tiempo. Que el turno de noche tenga comedor, y no máquinas.",
    )

    assert len(found) == 2
    assert advice_in("La visita", "Que la visita se anuncie con tiempo es lo de menos.") == ()


def test_a_form_that_is_a_noun_is_an_order_behind_the_number_of_a_step() -> None:
    assert [r.text for r in advice_in("Paso 4. Cobre por adelantado, pero con educación")] == [
        "Cobre por adelantado, pero con educación"
    ]
    assert advice_in("Cobre y litio, los metales del futuro") == ()
