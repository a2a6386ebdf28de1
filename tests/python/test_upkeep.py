"""The file itself: what it is, whether it is well, its free room, and names taken out of it."""

from __future__ import annotations

import datetime as dt
import threading

import laurels
import pytest
from laurels import Award, Nomination, Nominee, NomineeId, Source


@pytest.fixture
def registry(path):
    """In a file, also for what fills it."""
    with laurels.open(path, actor="tester") as registry:
        yield registry


class TestInfo:
    def test_says_what_a_registry_is_and_holds(self, path, registry, council):
        registry.void(council.guidance, "no such category")
        registry.claim(council.leeds, "place", "York")
        info = registry.info()
        assert info.path == path
        assert info.uuid == registry.uuid
        assert info.library == laurels.__version__
        assert info.format >= 2
        assert info.sqlite.startswith("3.")
        assert info.bytes == path.stat().st_size
        assert 0 <= info.free_bytes < info.bytes
        assert (info.counts["nomination"], info.counts["category"], info.counts["claim"]) == (3, 3, 1)
        assert info.hidden >= 1
        assert (info.changes, info.events) == (3, registry.checkpoint().seq)
        assert info.open_claims == 1
        assert info.erasures == 0
        assert info.first_recorded <= info.last_recorded <= dt.datetime.now(dt.timezone.utc)
        assert info.settings["journal_mode"].lower() == "delete"
        with pytest.raises(TypeError):
            info.counts["award"] = 3
        assert str(path) in str(info)
        assert info.uuid in str(info)
        assert repr(info) == f"<Info {path}: {info.events} events in 3 changes>"
        html = info._repr_html_()
        assert f">{info.uuid}</td>" in html
        assert "<th>journal</th>" in html

    def test_of_a_view_and_in_memory(self, registry, council):
        info = registry.as_of(1).info()
        assert (info.path, info.bytes, info.counts["nominee"]) == (None, 0, 4)
        assert info.uuid in repr(info)
        with laurels.in_memory() as other:
            assert other.info().path is None
        assert registry.as_of(0).info().first_recorded is None


class TestCompact:
    def test_gives_free_room_back(self, path):
        with laurels.open(path) as registry:
            registry.add_all(Nominee(f"n{i}", notes="x" * 500) for i in range(2000))
            head = registry.checkpoint()
            done = registry.compact()
            assert done.after <= done.before
            assert done.after == path.stat().st_size
            assert repr(done).startswith("<Compaction: ")
            assert registry.checkpoint() == head
            assert registry.verify()

    def test_needs_the_file_alone(self, path):
        with laurels.open(path, timeout=0.1) as registry:
            registry.add(Award("a"))
            with registry.transaction() as change:
                change.add(Award("b"))
                failed = []

                def compact():
                    try:
                        registry.compact()
                    except laurels.Busy as busy:
                        failed.append(busy)

                thread = threading.Thread(target=compact)
                thread.start()
                thread.join()
            assert len(failed) == 1
        with laurels.open(path, read_only=True) as registry, pytest.raises(laurels.ReadOnly):
            registry.compact()


class TestDoctor:
    @pytest.mark.usefixtures("council")
    def test_a_file_that_is_well(self, path, registry):
        registry.close()
        diagnosis = laurels.doctor(path)
        assert diagnosis
        assert diagnosis.ok
        assert diagnosis.path == path
        assert not any(finding.bad for finding in diagnosis.findings)
        assert str(path) in str(diagnosis)
        assert repr(diagnosis) == f"<Diagnosis of {str(path)!r}: well>"
        assert "✓" in diagnosis._repr_html_()

    @pytest.mark.parametrize("what", ["missing", "folder", "other", "cut", "edited"])
    @pytest.mark.usefixtures("council")
    def test_what_is_wrong(self, path, registry, what):
        registry.close()
        if what == "missing":
            path.unlink()
        elif what == "folder":
            path.unlink()
            path.mkdir()
        elif what == "other":
            path.write_text("<b>not a registry</b>")
        elif what == "cut":
            path.write_bytes(path.read_bytes()[:10_000])
        else:
            path.write_bytes(path.read_bytes().replace(b'"place":"Leeds"', b'"place":"Hulls"', 1))
        diagnosis = laurels.doctor(path)
        assert not diagnosis
        assert any(finding.bad and finding.what for finding in diagnosis.findings)
        assert repr(diagnosis).endswith("bad>")
        assert repr(diagnosis.findings[0]).startswith("<Finding: ")
        assert "found" in repr(diagnosis.findings) or "what" in repr(diagnosis.findings)
        assert "✗" in diagnosis._repr_html_()

    def test_takes_paths_only(self):
        with pytest.raises(TypeError, match=r"path must be str or os\.PathLike"):
            laurels.doctor(3)


class TestErase:
    @pytest.fixture
    def person(self, registry, council):
        person = registry.add(
            Nominee("Full Name", kind="person", aliases=["Joanna Example"]), source=council.newsletter
        )
        registry.add(Nomination(council.care, "By Full Name", credits=[person]), reason="Full Name asked")
        return person

    def test_takes_names_out_and_the_proof_holds(self, registry, council, person):
        kept = registry.checkpoint()
        report = registry.erase(person, reason="asked for", text=["Jojo"])
        assert report.done
        assert report.nominees == (person.id,)
        assert report.texts >= 2
        assert any(place.record == person.id and place.where == "Nominee.name" for place in report.erased)
        assert all(isinstance(place, laurels.ErasureReport.Place) for place in report.erased)
        assert report.remarks
        assert "Full Name" not in str(report)
        assert "Full Name" not in repr(registry.all(Nominee, hidden=True))
        assert "Example" not in repr(registry.changes())
        found = registry.verify(kept)
        assert found, str(found)
        assert registry.info().erasures == 1
        assert repr(report).startswith("<ErasureReport nominee:5: erased in ")
        html = report._repr_html_()
        assert "erased" in html
        assert "Nominee.name" in html
        assert repr(report.erased[0]).startswith("<Place ")

    def test_a_dry_run_only_says(self, registry, person):
        head = registry.checkpoint()
        report = registry.erase(person.id, reason="asked for", dry_run=True)
        assert not report.done
        assert not report.rewritten
        assert report.erased
        assert registry.checkpoint() == head
        assert registry.get(person).name == "Full Name"
        assert "would be erased" in repr(report)
        assert "would be erased" in report._repr_html_()

    def test_what_it_does_not_take(self, registry, council, person):
        with pytest.raises(laurels.NotFound):
            registry.erase(NomineeId(99), reason="asked for")
        with pytest.raises(laurels.InvalidValue) as caught:
            registry.erase(person, reason="")
        assert caught.value.field == "reason"
        with pytest.raises(TypeError, match="missing the argument 'reason'"):
            registry.erase(person)
        with pytest.raises(laurels.WrongKind):
            registry.erase(council.leeds, reason="asked for")
        with pytest.raises(TypeError, match="text must be a list of str, not str"):
            registry.erase(person, reason="asked for", text="Jojo")
        assert registry.get(person).name == "Full Name"

    def test_an_erasure_is_not_undone(self, registry, person):
        registry.erase(person, reason="asked for")
        with pytest.raises(laurels.InvalidValue, match="erased"):
            registry.revert(registry.changes()[-1])


def test_after_close(path):
    registry = laurels.open(path)
    registry.close()
    for use in (
        registry.info,
        registry.compact,
        lambda: registry.erase(NomineeId(1), reason="x"),
    ):
        with pytest.raises(laurels.Closed):
            use()


@pytest.mark.usefixtures("council")
def test_a_checkpoint_of_another_file_is_a_finding(registry):
    with laurels.in_memory() as other:
        found = registry.verify(other.checkpoint())
    assert not found
    assert "UUID" in found.finding or "another" in found.finding


def test_markup_is_escaped(path):
    with laurels.open(path.with_name("<b>.laurels")) as registry:
        person = registry.add(Nominee("<b>x</b>", kind="person"), source=Source("<i>s</i>"))
        award = registry.add(Award("<b>a</b>"))
        registry.claim(award, "url", "https://<u>", source=Source("<i>s</i>"))
        number = registry.history(registry.revise(award, url="<b>"))[-1].change
        registry.revise(award.id, url="<i>")
        pages = [
            registry.conflicts(),
            registry.changes(),
            registry.diff(0),
            registry.info(),
            laurels.doctor(path.with_name("<b>.laurels")),
            registry.revert(number, keep_later=True),
            registry.erase(person, reason="<b>", dry_run=True),
        ]
        for page in pages:
            html = page._repr_html_()
            for tag in ("<b>", "<i>", "<u>"):
                assert tag not in html
