/// \file
/// LAURELS_API marks what a shared library of Laurels shows; in a static one it says nothing.

#pragma once

#if defined(LAURELS_SHARED)
#if defined(_WIN32)
#if defined(LAURELS_BUILDING)
#define LAURELS_API __declspec(dllexport)
#else
#define LAURELS_API __declspec(dllimport)
#endif
#else
#define LAURELS_API __attribute__((visibility("default")))
#endif
#else
#define LAURELS_API
#endif
