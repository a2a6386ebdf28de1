#pragma once

// The verbs that write, for a registry (where each call is a change of its own) and for an open change.

#include "axes.hpp"
#include "mending.hpp"
#include "writing.hpp"

namespace laurels::python {

/// Adds the verbs to a class; `Self::writer()` gives what writes.
template <class Self, class Writer, class Class>
void bind_verbs(Class& type) {
    const auto verb = [&](const char* signature, const char* doc, auto work) {
        method<Self>(type, signature, doc, [work](Self& self, const Arguments& arguments) -> py::object {
            return work(self.writer(), arguments);
        });
    };
    bind_writing<Writer>(verb);
    bind_axes<Writer>(verb);
    bind_mending<Writer>(verb);
}

}  // namespace laurels::python
