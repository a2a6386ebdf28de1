#pragma once

// The registry and its changes as Python holds them.

#include "guard.hpp"
#include "query.hpp"

#include <memory>
#include <string>
#include <thread>

namespace laurels::python {

class PyRegistry : public Guarded<Registry> {
  public:
    using Guarded<Registry>::Guarded;
    /// A view of another, or of what that is a view of.
    PyRegistry(Registry&& view, const PyRegistry& origin) : Guarded(std::move(view)), file_(origin.file()) {}

    /// The file, or that of which it is a view, for people.
    std::string file() const;
    Asked asked() const { return shared(); }
    const std::shared_ptr<Registry>& writer() const { return shared(); }

  private:
    std::string file_;  // of a view only
};

/// A change, begun by `with` and ended by leaving it.
class PyChange {
  public:
    PyChange(const PyRegistry& registry, ChangeOptions options) : registry_(registry), options_(std::move(options)) {}
    PyChange(PyChange&&) = delete;
    PyChange& operator=(PyChange&&) = delete;
    ~PyChange();

    void begin();
    void commit();
    void rollback();
    /// Leaves `with`: commits where `error` is None, else rolls back.
    void leave(py::handle error);

    bool active() const;
    std::optional<std::int64_t> number() const { return number_; }

    Asked asked() const { return writer(); }
    /// The change; throws TransactionError before it was begun.
    const std::shared_ptr<Change>& writer() const;

  private:
    enum class State { fresh, beginning, open, ended };

    PyRegistry registry_;
    ChangeOptions options_;
    std::shared_ptr<Change> change_;
    std::thread::id thread_;  // that began it
    State state_ = State::fresh;
    std::optional<std::int64_t> number_;
};

void bind_change(py::module_& module);
void bind_import(py::classh<PyRegistry>& type);
void bind_outgoing_of(py::classh<PyRegistry>& type);

}  // namespace laurels::python
