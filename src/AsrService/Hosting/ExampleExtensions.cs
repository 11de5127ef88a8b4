using System.Net.Mime;

namespace AsrService.Hosting;

/// <summary>Describes what endpoints answer. An example is made by what makes the answers, so that it has their fields.</summary>
internal static class ExampleExtensions
{
    /// <summary>Describes an answer by an example of it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="answer">What it answers, with a value that is written as JSON.</param>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, IResult answer)
    {
        var example = Of(answer);
        return endpoint.Produces(example.StatusCode, example.Value.GetType(), example.ContentType).WithMetadata(example);
    }

    /// <summary>An answer as an example.</summary>
    public static Example Of(IResult answer) => new(
        (answer as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK,
        (answer as IContentTypeHttpResult)?.ContentType ?? MediaTypeNames.Application.Json,
        ((IValueHttpResult)answer).Value!);
}
