/* bcryptprimitives.dll for a Wine that lacks it; for tests only, never shipped. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE out, SIZE_T size)
{
    return RtlGenRandom(out, (ULONG)size);
}
