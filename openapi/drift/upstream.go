package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// The published document is 0.3 MB.
const (
	maxBytes     = 5 << 20
	fetchTimeout = time.Minute
)

// read returns the text of a document from a file or an address.
func read(ctx context.Context, upstream string) ([]byte, error) {
	if strings.HasPrefix(upstream, "http://") || strings.HasPrefix(upstream, "https://") {
		return fetch(ctx, upstream)
	}
	file, err := os.Open(upstream)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readLimited(upstream, file)
}

func fetch(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json, application/yaml")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s: give the address of the document itself, or a file",
			address, response.Status)
	}
	return readLimited(address, response.Body)
}

func readLimited(upstream string, source io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(source, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", upstream, err)
	}
	if len(data) > maxBytes {
		return nil, fmt.Errorf("%s is larger than %d MiB: not Stancer's document",
			upstream, maxBytes>>20)
	}
	return data, nil
}
