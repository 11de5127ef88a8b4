namespace AsrService.Models;

/// <summary>Is told how the fetching of a model gets on.</summary>
internal interface IPullDisplay
{
    /// <summary>So many bytes of the model are here; fewer than before when it begins anew.</summary>
    void Show(long bytes);

    /// <summary>Something to know that does not end it.</summary>
    void Say(string sentence);
}
