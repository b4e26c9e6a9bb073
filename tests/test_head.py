"""What an article says of itself in its first lines: title, authors, publisher and date."""

import pytest

from corpus.reading import Source, read_source
from tests.phrases import table

_BODY = (
    "La empresa revisó sus cuentas durante tres meses y llegó a una conclusión que no esperaba, "
    "porque lo que daba por seguro no lo era tanto como decían sus directivos.\n\n"
    "Desde entonces, cada trimestre se reúnen los responsables de todas las áreas para comparar "
    "lo que habían previsto con lo que pasó de verdad en sus tiendas y almacenes.\n"
)


@pytest.mark.parametrize(("head", "title", "authors", "publisher", "published"), table("head"))
def test_the_first_lines_of_an_article_are_read(
    head: str, title: str, authors: list[str], publisher: str | None, published: str | None
) -> None:
    text = "\n\n".join([*head.split("\n"), _BODY])
    article = read_source(Source(None, "a.txt", "a", text.encode(), "a.txt"))

    told = (article.title, list(article.authors), article.publisher, article.published)
    assert told == (title, authors, publisher, published)
    assert article.text == text
