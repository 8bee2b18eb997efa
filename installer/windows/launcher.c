/* Starts the program with the interpreter that lies beside it: So-Tu-Quan.exe without a console window, tuquan.exe in
   a console. Neither unpacks anything nor looks outside the folder of the program.

   -DWINDOWED  the one without a console
   -DPYTHON    the interpreter's library, as L"python313.dll" */

#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768
#define TOLD_ALREADY 2 /* the program has told the person in a window why it ends */

typedef int (*py_main)(int, wchar_t **);

static wchar_t folder[LONGEST], library[LONGEST];

#ifdef WINDOWED
static wchar_t trouble[LONGEST], words[LONGEST];

static const wchar_t *const TITLE = L"S\u1ed5 T\u1ef1 Qu\u1ea3n";

/* "Sổ Tự Quản không mở được. / Dữ liệu của đơn vị không bị thay đổi. / Hãy cài lại chương trình." */
static const wchar_t *const WHAT =
    L"S\u1ed5 T\u1ef1 Qu\u1ea3n kh\u00f4ng m\u1edf \u0111\u01b0\u1ee3c.\r\n\r\n"
    L"D\u1eef li\u1ec7u c\u1ee7a \u0111\u01a1n v\u1ecb kh\u00f4ng b\u1ecb thay \u0111\u1ed5i.\r\n\r\n"
    L"H\u00e3y c\u00e0i l\u1ea1i ch\u01b0\u01a1ng tr\u00ecnh.";

/* "Nếu vẫn không được, hãy gửi tệp sau cho người hỗ trợ:" */
static const wchar_t *const FILE_TO_SEND =
    L" N\u1ebfu v\u1eabn kh\u00f4ng \u0111\u01b0\u1ee3c, h\u00e3y g\u1eedi t\u1ec7p sau cho "
    L"ng\u01b0\u1eddi h\u1ed7 tr\u1ee3:\r\n";

static void tell(void)
{
    wcscpy(words, WHAT);
    if (GetFileAttributesW(trouble) != INVALID_FILE_ATTRIBUTES) {
        wcscat(words, FILE_TO_SEND);
        wcsncat(words, trouble, LONGEST - wcslen(words) - 1);
    }
    MessageBoxW(NULL, words, TITLE, MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
}

/* What Python says of a bug at the start would be lost without a console: it writes it into this file. */
static void trouble_file(void)
{
    DWORD length = GetTempPathW(LONGEST - 64, trouble);
    if (length == 0 || length > LONGEST - 64)
        wcscpy(trouble, folder);
    if (trouble[wcslen(trouble) - 1] != L'\\')
        wcscat(trouble, L"\\");
    wcscat(trouble, L"so-tu-quan-loi.txt");
    DeleteFileW(trouble);
}
#else
static void tell(void)
{
    fputws(L"tuquan: the program's folder is damaged, install it again\n", stderr);
}
#endif

static int begin(int count, wchar_t **given)
{
#ifdef WINDOWED
    const wchar_t *const start[] = {L"-X", L"utf8", L"-m", L"desktop", L"--trouble", trouble, L"--windowed"};
#else
    const wchar_t *const start[] = {L"-X", L"utf8", L"-m", L"desktop"};
#endif
    const int own = sizeof start / sizeof *start;
    wchar_t **arguments = calloc(count + own + 1, sizeof *arguments);
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST);
    HMODULE python;
    py_main run;
    int at, code;

    if (arguments == NULL || length == 0 || length >= LONGEST - 64)
        return 1;
    arguments[0] = _wcsdup(folder);
    *wcsrchr(folder, L'\\') = 0;
    wcscpy(library, folder);
    wcscat(library, L"\\python\\" PYTHON);

    /* A bundle is opened from a stick: no library may be taken from the folder that the program is started in. */
    SetDllDirectoryW(L"");

#ifdef WINDOWED
    trouble_file();
#endif
    python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    run = python ? (py_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (run == NULL) {
        tell();
        return 1;
    }
    for (at = 0; at < own; at++)
        arguments[1 + at] = _wcsdup(start[at]);
    for (at = 1; at < count; at++)
        arguments[own + at] = given[at];
    code = run(count + own, arguments);
#ifdef WINDOWED
    if (code != 0 && code != TOLD_ALREADY)
        tell();
#endif
    return code;
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, wchar_t *line, int show)
{
    int count;
    wchar_t **given = CommandLineToArgvW(GetCommandLineW(), &count);
    (void)self, (void)before, (void)line, (void)show;
    return given ? begin(count, given) : 1;
}
#else
int wmain(int count, wchar_t **given)
{
    return begin(count, given);
}
#endif
