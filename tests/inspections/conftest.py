"""An inspection at the department's own school."""

import pytest

from tests.inspections.factories import Cast, make_inspection


@pytest.fixture
def cast(tree) -> Cast:
    return make_inspection(tree.department, tree.thpt)
