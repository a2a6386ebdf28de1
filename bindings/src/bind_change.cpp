#include "registry.hpp"
#include "verbs.hpp"

namespace laurels::python {

namespace {

// Says that a change was forgotten. Warnings may be errors, which a destructor can only report.
void warn(const char* message) {
    const py::error_scope keep;
    if (PyErr_WarnEx(PyExc_ResourceWarning, message, 1) != 0) PyErr_WriteUnraisable(nullptr);
}

}  // namespace

PyChange::~PyChange() {
    if (state_ == State::open) {
        try {
            if (active()) {
                // Another thread may not roll back, but what it lets go of is taken back as well.
                if (thread_ == std::this_thread::get_id()) unlocked([this] { change_->rollback(); });
                warn("a change that was neither committed nor rolled back was taken back: use it in a with statement");
            }
        } catch (...) {  // closed, or another process's: nothing is left to take back
        }
    }
    let_go(std::move(change_));
}

void PyChange::begin() {
    if (state_ != State::fresh) {
        throw TransactionError("a change is used once: begin another with registry.transaction()");
    }
    state_ = State::beginning;  // other threads run while this one waits
    try {
        change_ = std::make_shared<Change>(
            registry_.call([this](Registry& registry) { return registry.transaction(options_); }));
    } catch (...) {
        state_ = State::fresh;
        throw;
    }
    thread_ = std::this_thread::get_id();
    state_ = State::open;
}

const std::shared_ptr<Change>& PyChange::writer() const {
    if (!change_) {
        throw TransactionError("the change has not begun: use it as in `with registry.transaction() as change:`");
    }
    return change_;
}

bool PyChange::active() const {
    return state_ == State::open && unlocked([this] { return change_->active(); });
}

void PyChange::commit() {
    const std::shared_ptr<Change> change = writer();
    const std::int64_t number = unlocked([&] { return change->commit(); });
    state_ = State::ended;
    if (number != 0) number_ = number;
}

void PyChange::rollback() {
    const std::shared_ptr<Change> change = writer();
    unlocked([&] { change->rollback(); });
    state_ = State::ended;
}

void PyChange::leave(py::handle error) {
    writer();
    if (state_ == State::ended) return;  // by commit() or rollback()
    if (!error.is_none()) {
        const bool dropped = error.ptr() == PyExc_GeneratorExit;
        rollback();
        if (dropped) warn("a change in a generator that was dropped before its end was taken back");
        return;
    }
    try {
        commit();
    } catch (...) {
        const std::exception_ptr first = std::current_exception();
        try {
            rollback();
        } catch (const Error&) {  // the first error tells more
        }
        state_ = State::ended;
        std::rethrow_exception(first);
    }
}

std::optional<std::int64_t> change_in(py::handle object) {
    if (PyIndex_Check(object.ptr()) && !PyBool_Check(object.ptr())) {
        return from_python<std::int64_t>(object, {{}, "change"});
    }
    if (py::isinstance<ChangeRow>(object)) return py::cast<const ChangeRow&>(object).number;
    if (py::isinstance<PyChange>(object)) {
        const auto number = py::cast<const PyChange&>(object).number();
        if (!number)
            throw InvalidValue("this change has no number: it was not committed, or there was nothing to write");
        return number;
    }
    return std::nullopt;
}

void bind_change(py::module_& module) {
    py::classh<PyChange> type(
        module, "Change", py::is_final(),
        "One change: writes that are committed together or not at all, made by Registry.transaction().\n\n"
        "    with registry.transaction(source=newsletter) as change:\n"
        "        change.add(…)\n\n"
        "It has the right to write from the beginning of `with` to its end, which commits; leaving by an exception "
        "takes\n"
        "everything back. Other writers, another thread among them, wait up to their timeout and then raise Busy. Its\n"
        "questions see its own writes. Used outside `with` it raises TransactionError.");
    bind_verbs<PyChange, Change>(type);
    bind_questions<PyChange>(type);
    method<PyChange>(
        type, "commit(self)",
        "Commits before the end of `with`, after which nothing more can be written. Raises TransactionError.",
        [](PyChange& self, const Arguments&) { self.commit(); });
    method<PyChange>(type, "rollback(self)", "Takes everything back before the end of `with`.",
                     [](PyChange& self, const Arguments&) { self.rollback(); });
    type.def_property_readonly("active", &PyChange::active,
                               "True from the beginning of `with` until commit or rollback.");
    type.def_property_readonly(
        "number", [](const PyChange& self) { return to_python(self.number()); },
        "The change's number once it is committed, for as_of(); None before, and where there was nothing to write.");
    type.def(
        "__enter__",
        [](const py::object& self) {
            self.cast<PyChange&>().begin();
            return self;
        },
        "Begins the change. Raises Busy, ReadOnly, and TransactionError where this thread has one open.");
    type.def(
        "__exit__",
        [](PyChange& self, py::handle error, py::handle /*value*/, py::handle /*traceback*/) { self.leave(error); },
        "Commits, or takes everything back where an exception passes.");
    type.def("__repr__", [](const PyChange& self) {
        const auto number = self.number();
        if (number) return "<Change " + std::to_string(*number) + ": committed>";
        try {
            return std::string(self.active() ? "<Change: open>" : "<Change: not open>");
        } catch (const Error&) {
            return std::string("<Change: not open>");
        }
    });
}

}  // namespace laurels::python
