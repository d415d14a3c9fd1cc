using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Coordination.Console.Shell;

/// <summary>What only the browser can do: see <c>console/console.js</c>.</summary>
internal sealed class Browser(IJSRuntime script)
{
    private const string Console = "coordinationConsole.";

    public ValueTask ShowModalAsync(ElementReference dialog) => script.InvokeVoidAsync(Console + "showModal", dialog);

    public ValueTask CloseModalAsync(ElementReference dialog) => script.InvokeVoidAsync(Console + "closeModal", dialog);

    public ValueTask FocusAsync(string selector) => script.InvokeVoidAsync(Console + "focus", selector);

    /// <summary>Where nothing has the focus any more, the page's heading has it, or the dialog that is open.</summary>
    public ValueTask KeepFocusAsync() => script.InvokeVoidAsync(Console + "keepFocus");

    /// <summary>Puts the caret behind the text of a field.</summary>
    public ValueTask FocusEndAsync(string selector) => script.InvokeVoidAsync(Console + "focusEnd", selector);

    /// <summary>Scrolls a line that is longer than the screen so that one of its parts is seen whole.</summary>
    public ValueTask RevealInLineAsync(string selector) => script.InvokeVoidAsync(Console + "revealInLine", selector);

    /// <summary>Scrolls a list of equal rows so that one of them is seen whole.</summary>
    public ValueTask RevealRowAsync(ElementReference scroller, int index, int rowHeight) => script.InvokeVoidAsync(Console + "revealRow", scroller, index, rowHeight);

    public ValueTask<bool> CopyAsync(string text) => script.InvokeAsync<bool>(Console + "copy", text);

    public ValueTask<string> ThemeAsync() => script.InvokeAsync<string>(Console + "theme");

    public ValueTask SetThemeAsync(string theme) => script.InvokeVoidAsync(Console + "setTheme", theme);

    public ValueTask<string?> RecallAsync(string name) => script.InvokeAsync<string?>(Console + "recall", name);

    public ValueTask RememberAsync(string name, string? value) => script.InvokeVoidAsync(Console + "remember", name, value);

    /// <summary>Calls back <c>Key(string)</c>, <c>Seen()</c> and <c>Narrow(bool)</c>; answers whether the window is narrow now.</summary>
    public ValueTask<bool> ListenAsync<T>(DotNetObjectReference<T> listener) where T : class => script.InvokeAsync<bool>(Console + "listen", listener);

    public ValueTask StopListeningAsync() => script.InvokeVoidAsync(Console + "stopListening");

    /// <summary>The pointer entering and leaving an element calls back <c>Pointer(bool)</c>.</summary>
    public ValueTask PointerAsync<T>(ElementReference element, DotNetObjectReference<T> listener) where T : class => script.InvokeVoidAsync(Console + "pointer", element, listener);

    /// <summary>Takes over the files of an input, which is empty afterwards.</summary>
    public ValueTask<TakenFile[]> TakeFilesAsync(ElementReference input) => script.InvokeAsync<TakenFile[]>(Console + "takeFiles", input);

    /// <summary>Files that are dropped on an element call back <c>Dropped(TakenFile[])</c>.</summary>
    public ValueTask DropFilesAsync<T>(ElementReference zone, DotNetObjectReference<T> listener) where T : class => script.InvokeVoidAsync(Console + "dropFiles", zone, listener);

    /// <summary>Sends a file; <c>Sent(int number, int percent)</c> is called back meanwhile. Status 0: no answer came.</summary>
    public ValueTask<SentFile> SendFileAsync<T>(int number, string path, IReadOnlyDictionary<string, string> headers, DotNetObjectReference<T> listener) where T : class
        => script.InvokeAsync<SentFile>(Console + "sendFile", number, path, headers, listener);
}

/// <summary>A file that the browser holds.</summary>
public sealed record TakenFile(int Number, string Name, long Size, string Type);

/// <summary>What sending a file was answered.</summary>
public sealed record SentFile(int Status, string Text);
