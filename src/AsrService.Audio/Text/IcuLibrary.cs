using AsrService.Core;
using Icu;

namespace AsrService.Audio.Text;

/// <summary>The system's ICU.</summary>
internal static class IcuLibrary
{
    private static readonly Lock Opening = new();

    /// <summary>Opens something of it.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="need">Says what it is for and what to do when there is no ICU: "ICU (libicu) cannot be used, which …".</param>
    /// <exception cref="StartUpException">There is no usable ICU.</exception>
    public static T Open<T>(Func<T> open, string need)
    {
        try
        {
            // icu.net fills static fields as it goes. It takes the newest ICU of 44 to 90 that the system's linker finds.
            lock (Opening)
            {
                Wrapper.Init();
                return open();
            }
        }
        catch (Exception exception)
        {
            throw new StartUpException($"ICU (libicu) cannot be used, which {need}. The reason: {exception.Message.TrimEnd('.')}.");
        }
    }
}
