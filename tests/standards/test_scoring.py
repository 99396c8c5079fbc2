"""The outcome engine: pure, so tried on many random answers and at every boundary."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from standards.domain.data_files import read_set
from standards.domain.loading import DATA
from standards.enums import NotApplicable, QuestionKind
from standards.scoring import notation
from standards.scoring.answers import Answer, faults, figure_of
from standards.scoring.outcome import evaluate
from standards.scoring.scheme import Criterion, Facts, OutcomeRule, Scheme, Standard

THPT = Facts(frozenset({"THPT"}))
YES, NO = Answer(word="yes"), Answer(word="no")


def score(code, points, **more):
    return Criterion(code, f"Câu {code}", QuestionKind.SCORE, Decimal(points), **more)


def yes_no(code, points=0, **more):
    return Criterion(code, f"Câu {code}", QuestionKind.YES_NO, Decimal(points), **more)


def measure(code, *bounds, points=0, **more):
    requirements = tuple(notation.requirement(line) for line in bounds)
    return Criterion(
        code, f"Câu {code}", QuestionKind.MEASURE, Decimal(points), unit="m²",
        requirements=requirements, **more,
    )  # fmt: skip


def scheme(*criteria, rules=(), **more):
    made = tuple(
        OutcomeRule(title, tuple(notation.condition(line) for line in lines))
        for title, lines in rules
    )
    return Scheme((Standard("1", "Tiêu chuẩn", criteria),), made, **more)


def number(value):
    return Answer(number=Decimal(str(value)))


def from_file(name):
    """A shipped set as a value."""
    entry = read_set(DATA / name)
    standards = tuple(
        Standard(
            standard["code"], standard["title"],
            tuple(
                Criterion(
                    row["code"], row["text"], row["kind"], row.get("points"),
                    row.get("weight", Decimal(1)), row.get("unit", ""),
                    notation.lines_of(row.get("requires", ""), notation.requirement),
                    notation.lines_of(row.get("options", ""), notation.option),
                    frozenset(row.get("levels", ())),
                    notation.lines_of(row.get("applies_if", ""), notation.check),
                    row.get("blank_needs_reason", True),
                )
                for row in standard["criteria"]
            ),
        )
        for standard in entry["standards"]
    )  # fmt: skip
    rules = tuple(
        OutcomeRule(
            r["title"], notation.lines_of(r.get("conditions", ""), notation.condition)
        )
        for r in entry.get("outcomes", [])
    )  # fmt: skip
    return Scheme(standards, rules, entry.get("not_applicable", NotApplicable.EXCLUDED))


class TestPointsCount:
    def test_every_weight_and_every_point_changes_the_sum(self):
        """200 random schemes: the sum is that of the answers times their weights, never more."""
        chance = random.Random(2019)
        for _round in range(200):
            criteria, answers, expected, most = [], {}, Decimal(0), Decimal(0)
            for place in range(chance.randint(1, 12)):
                points, weight = chance.randint(1, 9), Decimal(chance.randint(0, 30)) / 10
                criterion = score(f"1.{place}", points, weight=weight)
                given = chance.randint(0, points)
                criteria.append(criterion)
                answers[criterion.code] = number(given)
                expected += given * weight
                most += points * weight
            outcome = evaluate(scheme(*criteria), answers, THPT)
            assert (outcome.points, outcome.maximum) == (expected, most)
            doubled = [replace(c, weight=c.weight * 2) for c in criteria]
            assert evaluate(scheme(*doubled), answers, THPT).points == expected * 2

    def test_one_point_more_never_makes_the_title_worse(self):
        titles = ["", "C", "B", "A"]
        rules = [("A", ["total >= 9"]), ("B", ["total >= 7"]), ("C", ["total >= 5"])]
        made = scheme(score("1.1", 10), rules=rules)
        reached = [
            titles.index(evaluate(made, {"1.1": number(n / 2)}, THPT).title) for n in range(21)
        ]
        assert reached == sorted(reached)

    def test_points_for_a_measure_are_given_whole_or_not(self):
        made = scheme(measure("1.1", ">= 50", points=3))
        assert evaluate(made, {"1.1": number(50)}, THPT).points == 3
        assert evaluate(made, {"1.1": number("49.99")}, THPT).points == 0


class TestGatesByLevel:
    made = scheme(measure("1.1", "TH: >= 40", "THCS, THPT: >= 50"), rules=[("Đạt", ["all met"])])

    @pytest.mark.parametrize(
        ("levels", "area", "title"),
        [
            ({"TH"}, 40, "Đạt"), ({"TH"}, "39.9", ""), ({"THPT"}, 49, ""), ({"THPT"}, 50, "Đạt"),
            ({"TH", "THCS"}, 45, ""), ({"TH", "THCS"}, 50, "Đạt"),
        ],
    )  # fmt: skip
    def test_a_school_of_two_levels_satisfies_both(self, levels, area, title):
        assert evaluate(self.made, {"1.1": number(area)}, Facts(frozenset(levels))).title == title

    def test_the_miss_names_the_figure_and_the_bound(self):
        outcome = evaluate(self.made, {"1.1": number("49.5")}, THPT)
        assert outcome.misses == (("Đạt", ("1.1 Câu 1.1: 49,5 m², cần: từ 50 m² trở lên",)),)


class TestNotApplicable:
    answers = {"1.1": number(8), "1.2": Answer(not_applicable=True, reason="Không có phòng")}

    @pytest.mark.parametrize(
        ("handling", "points", "maximum", "met"),
        [
            (NotApplicable.EXCLUDED, 8, 10, None),
            (NotApplicable.AS_MET, 13, 15, True),
            (NotApplicable.AS_ZERO, 8, 15, False),
        ],
    )
    def test_it_counts_as_the_scheme_says(self, handling, points, maximum, met):
        made = scheme(score("1.1", 10), yes_no("1.2", 5), not_applicable=handling)
        outcome = evaluate(made, self.answers, THPT)
        assert (outcome.points, outcome.maximum) == (points, maximum)
        assert outcome.results["1.2"].met is met
        assert outcome.is_complete

    def test_a_criterion_of_another_level_is_never_asked(self):
        made = scheme(yes_no("1.1", levels=frozenset({"MN"})), yes_no("1.2"))
        outcome = evaluate(made, {"1.2": YES}, THPT)
        assert (outcome.answered, outcome.to_answer) == (1, 1)

    def test_it_may_depend_on_an_earlier_answer(self):
        made = scheme(yes_no("1.1"), yes_no("1.2", applies_if=(notation.check("1.1=yes"),)))
        assert evaluate(made, {"1.1": NO}, THPT).is_complete
        assert not evaluate(made, {"1.1": YES}, THPT).is_complete
        assert evaluate(made, {"1.1": YES, "1.2": NO}, THPT).is_complete


class TestRatios:
    ratio = Criterion("1.1", "Học sinh đủ sách", QuestionKind.RATIO)
    average = Criterion("1.1", "Sách trên học sinh", QuestionKind.AVERAGE)

    def test_the_filled_paper_of_bao_ly_is_refused_in_words(self):
        """372 pupils, of whom 434 have their books (rules.md §1.2d)."""
        wrong = list(faults(self.ratio, Answer(Decimal(434), Decimal(372))))
        assert wrong == [("number", "434 lớn hơn tổng số 372. Kiểm tra lại hai số.")]

    def test_no_share_beyond_the_whole_is_accepted(self):
        chance = random.Random(37)
        for _round in range(500):
            part, whole = Decimal(chance.randint(0, 99)), Decimal(chance.randint(1, 99))
            answer = Answer(part, whole)
            accepted = not list(faults(self.ratio, answer))
            assert accepted is (part <= whole)
            if accepted:
                assert 0 <= figure_of(self.ratio, answer) <= 100

    def test_an_average_may_exceed_one(self):
        answer = Answer(Decimal(1548), Decimal(434))
        assert not list(faults(self.average, answer))
        assert round(figure_of(self.average, answer), 2) == Decimal("3.57")

    def test_nothing_is_divided_by_zero(self):
        answer = Answer(Decimal(3), Decimal(0))
        assert [field for field, _words in faults(self.average, answer)] == ["denominator"]
        assert figure_of(self.average, answer) is None


class TestBlanks:
    def test_a_blank_needs_a_reason_and_is_then_complete_without_points(self):
        made = scheme(yes_no("1.1", 5))
        assert [name for name, _words in faults(made.standards[0].criteria[0], Answer())] == [
            "reason"
        ]
        outcome = evaluate(made, {"1.1": Answer(reason="Chưa kiểm kê")}, THPT)
        assert outcome.is_complete
        assert outcome.points == 0
        assert outcome.results["1.1"].met is False


class TestShippedSets:
    def full_marks(self, made):
        answers = {}
        for criterion in made.criteria():
            if criterion.kind == QuestionKind.SCORE:
                answers[criterion.code] = Answer(number=criterion.points)
            elif criterion.kind == QuestionKind.YES_NO:
                answers[criterion.code] = YES
            elif criterion.kind in QuestionKind.of_two_figures():
                answers[criterion.code] = Answer(Decimal(100), Decimal(100))
            else:
                answers[criterion.code] = number(150)
        answers["1.10"] = Answer(Decimal(300), Decimal(100))
        return answers

    def test_the_library_scheme_of_2003_sums_to_100_points(self):
        made = from_file("tv_qd01_2003.yaml")
        outcome = evaluate(made, self.full_marks(made), THPT)
        assert [s.maximum for s in outcome.standards] == [20, 20, 20, 28, 12]
        assert (outcome.points, outcome.title) == (100, "Thư viện xuất sắc")

    @pytest.mark.parametrize(
        ("code", "answer", "title"),
        [
            ("2.2", number(120), "Thư viện xuất sắc"), ("2.2", number(119), "Thư viện tiên tiến"),
            ("2.2", number(90), "Thư viện tiên tiến"), ("2.2", number(89), "Thư viện đạt chuẩn"),
            ("2.2", number(50), "Thư viện đạt chuẩn"), ("2.2", number(49), ""),
            ("1.10", Answer(Decimal(3), Decimal(1)), "Thư viện xuất sắc"),
            ("1.10", Answer(Decimal(299), Decimal(100)), "Thư viện tiên tiến"),
            ("1.10", Answer(Decimal(249), Decimal(100)), "Thư viện đạt chuẩn"),
            ("1.10", Answer(Decimal(199), Decimal(100)), ""),
            ("4.3", Answer(Decimal(80), Decimal(100)), "Thư viện xuất sắc"),
            ("4.3", Answer(Decimal(79), Decimal(100)), "Thư viện tiên tiến"),
            ("4.3", Answer(Decimal(74), Decimal(100)), "Thư viện đạt chuẩn"),
            ("4.3", Answer(Decimal(69), Decimal(100)), ""),
            ("4.4", NO, "Thư viện tiên tiến"),
            ("2.1", number(18), "Thư viện đạt chuẩn"), ("2.1", number("17.5"), ""),
            ("4.1", number(26), "Thư viện đạt chuẩn"), ("4.1", number("25.5"), ""),
            ("3.1", number(15), "Thư viện xuất sắc"), ("3.1", number("14.5"), "Thư viện tiên tiến"),
            ("3.1", number(10), "Thư viện tiên tiến"), ("3.1", number(9), "Thư viện đạt chuẩn"),
            ("3.1", number(0), "Thư viện đạt chuẩn"),
        ],
    )  # fmt: skip
    def test_each_boundary_of_the_ranking_table(self, code, answer, title):
        """rules.md §1.2c, for an upper secondary school."""
        made = from_file("tv_qd01_2003.yaml")
        answers = {**self.full_marks(made), code: answer}
        assert evaluate(made, answers, THPT).title == title

    @pytest.mark.parametrize(
        ("level", "room", "size", "least"),
        [
            ("THCS", "vat_li", "45", "83.25"), ("THPT", "cong_nghe", "45", "110.25"),
            ("THCS", "cong_nghe", "40", "90"), ("THPT", "hoa_hoc", "45", "90"),
        ],
    )  # fmt: skip
    def test_the_area_of_2008_follows_from_the_class_size(self, level, room, size, least):
        made = from_file("phbm_qd37_2008.yaml")
        facts = Facts(frozenset({level}), {"class_size": size, "room": room})
        met = evaluate(made, {"1.1": number(least)}, facts).results["1.1"].met
        short = evaluate(made, {"1.1": number(Decimal(least) - Decimal("0.01"))}, facts)
        assert met is True
        assert short.results["1.1"].met is False

    def test_the_area_of_2020_has_a_floor_besides(self):
        made = from_file("phbm_tt14_2020.yaml")
        small = Facts(frozenset({"THCS"}), {"class_size": "25", "room": "tin_hoc"})
        assert evaluate(made, {"1.1": number("46.25")}, small).results["1.1"].met is False
        assert evaluate(made, {"1.1": number(60)}, small).results["1.1"].met is True
        big = Facts(frozenset({"THCS"}), {"class_size": "45", "room": "tin_hoc"})
        assert evaluate(made, {"1.1": number(60)}, big).results["1.1"].met is False

    @pytest.mark.parametrize(
        ("first", "second", "title"),
        [
            (76, 76, "Mức 3 – đáp ứng tốt"), (75, 76, "Mức 2 – đáp ứng cơ bản"),
            (80, 60, "Mức 2 – đáp ứng cơ bản"), (50, 50, "Mức 2 – đáp ứng cơ bản"),
            (49, 90, "Mức 1 – chưa đáp ứng"),
        ],
    )  # fmt: skip
    def test_the_level_of_digital_transformation_is_that_of_the_weaker_group(
        self, first, second, title
    ):
        made = from_file("cds_qd4725_2022.yaml")
        answers = dict.fromkeys(("1.1", "1.2", "2.1", "2.2"), YES)
        for standard, left in zip(made.standards, (first, second), strict=True):
            rest = Decimal(left)
            for criterion in standard.criteria:
                if criterion.kind == QuestionKind.SCORE:
                    given = min(rest, criterion.points)
                    answers[criterion.code] = Answer(number=given)
                    rest -= given
        assert evaluate(made, answers, THPT).title == title

    @pytest.mark.parametrize(("level", "pupils", "met"), [("TH", 24, True), ("TH", 25, False), ("THCS", 16, True), ("THCS", 17, False)])  # fmt: skip
    def test_the_pupils_of_one_computer(self, level, pupils, met):
        """HH495 II.2.3."""
        made = from_file("cntt_ag126_2019.yaml")
        answers = {"2.1": Answer(Decimal(pupils), Decimal(1))}
        assert evaluate(made, answers, Facts(frozenset({level}))).results["2.1"].met is met


class TestNotation:
    def test_marks_say_what_was_not_checked_and_where_it_stands(self):
        bound = notation.requirement("THCS, room!=cong_nghe: >= 1,85*class_size ? # Điều 6")
        assert (bound.number, bound.times, bound.verified) == (Decimal("1.85"), "class_size", False)
        assert (bound.levels, bound.source) == (frozenset({"THCS"}), "Điều 6")
        assert bound.when[0].negated

    @pytest.mark.parametrize("line", [">=", "THCX: >= 1", "50", ">= một", ">= 5 m²"])
    def test_what_is_not_a_bound_is_refused(self, line):
        with pytest.raises(notation.NotationError):
            notation.requirement(line)

    @pytest.mark.parametrize("line", ["total", "sum >= 1", "criterion >= 2", "room=a: total >= 1"])
    def test_what_is_not_a_condition_is_refused(self, line):
        with pytest.raises(notation.NotationError):
            notation.condition(line)
