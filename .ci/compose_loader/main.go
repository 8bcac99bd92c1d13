// Loads a compose file as the engine does: with its default services, then with every profile.
package main

import (
	"context"
	"log"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	log.SetFlags(0)
	for _, profiles := range [][]string{nil, {"*"}} {
		options, err := cli.NewProjectOptions(os.Args[1:], cli.WithProfiles(profiles))
		if err != nil {
			log.Fatal(err)
		}
		if _, err := options.LoadProject(context.Background()); err != nil {
			log.Fatal(err)
		}
	}
}
